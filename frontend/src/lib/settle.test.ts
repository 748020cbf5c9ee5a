import { beforeEach, expect, test, vi } from "vitest"
import { dress } from "./code"
import { settle } from "./settle"

vi.mock("htmx.org", () => ({ default: { process: vi.fn(), config: {} } }))

const WORDS = '<p>One <a href="/a">link</a>.</p><ul><li>two</li></ul>'
const CODE =
  '<div class="code" data-language="python"><div class="code-head"><span>python</span></div><pre><code>print()</code></pre></div>'
const open = (answer: string) =>
  `<article class="turn" data-open data-island="turn" data-alive id="t"><p data-says>answering</p>
   <details data-thinking><summary>Thinking</summary></details><div class="answer" data-answer aria-busy="true">${answer}</div></article>`
const finished = (answer: string) =>
  `<article class="turn" id="t" data-state="finished"><h2>Grok answered</h2>
   <details data-thinking><summary>Thought for 3 s</summary></details><div class="answer" data-answer>${answer}</div><footer class="receipt">grok</footer></article>`

const turn = () => document.getElementById("t") as HTMLElement
const blocks = () => [...(document.querySelector(".answer")?.children ?? [])]
const made = (markup: string) => {
  const place = document.createElement("div")
  place.innerHTML = markup
  return place.firstElementChild as HTMLElement
}

beforeEach(() => {
  document.body.innerHTML = open(WORDS + CODE)
  dress(document.body)
})

test("what the server draws alike stays where it was drawn, and its receipt comes around it", async () => {
  const [words, list, code] = blocks()
  await settle(turn(), made(finished(WORDS + CODE)))

  expect(blocks()).toEqual([words, list, code])
  expect(turn().querySelector(".receipt")?.textContent).toBe("grok")
  expect(turn().firstElementChild?.textContent).toBe("Grok answered")
  expect(document.querySelector("[data-says]")).toBeNull()
  expect(turn().getAttributeNames().sort()).toEqual(["class", "data-state", "id"])
})

test.each([
  ["another word", '<p>One <a href="/a">link</a>!</p><ul><li>two</li></ul>'],
  ["another address", '<p>One <a href="/b">link</a>.</p><ul><li>two</li></ul>'],
  ["a block more", `${WORDS}<p>Three.</p>`],
  ["a block less", "<ul><li>two</li></ul>"],
  ["other code", WORDS + CODE.replace("print()", "exit()")],
])("where the server says otherwise, its word stands: %s", async (_, said) => {
  await settle(turn(), made(finished(said)))

  const place = document.createElement("div")
  place.innerHTML = said
  const bare = (nodes: Element[]) =>
    nodes.map((node) => node.outerHTML.replace(/<span class="code-(tools|lines)">.*?<\/span>/g, ""))
  expect(bare(blocks()).filter((each) => !each.includes("code"))).toEqual(
    bare([...place.children]).filter((each) => !each.includes("code")),
  )
  expect(document.querySelector(".answer code")?.textContent).toBe(place.querySelector("code")?.textContent)
})

test("thinking that somebody reads stays open", async () => {
  document.querySelector("details")?.setAttribute("open", "")
  await settle(turn(), made(finished(WORDS)))

  expect(document.querySelector("details")?.open).toBe(true)
  expect(document.querySelector("summary")?.textContent).toBe("Thought for 3 s")
})

test("an answer that has no words there takes the server's place whole", async () => {
  const settled = await settle(turn(), made('<article class="turn" id="t"><p>The answer failed.</p></article>'))

  expect(settled).toBe(turn())
  expect(turn().textContent).toBe("The answer failed.")
})
