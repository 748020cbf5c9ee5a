import { beforeEach, expect, test } from "vitest"
import { dress } from "./code"
import { blocks, render } from "./markdown"
import { type Kit, Painter } from "./painter"

let root: HTMLElement
let due: (() => void)[]
let drawn: string[]

/** The real parser; cleaning needs a real browser and is not what is looked at here. */
const kit: Kit = {
  blocks,
  draw: (text) => {
    drawn.push(text)
    const template = document.createElement("template")
    template.innerHTML = render(text)
    return template.content.cloneNode(true) as DocumentFragment
  },
}
const later = (run: () => void) => void due.push(run)
const still = () => 0 // drawing takes no time: how it gives way is told apart
const nextFrame = () => {
  for (const run of due.splice(0)) run()
}
const words = () => root.textContent?.replace(/\s+/g, " ").trim()

beforeEach(() => {
  document.body.innerHTML = "<div></div>"
  root = document.body.firstElementChild as HTMLElement
  due = []
  drawn = []
})

test("many pieces within a frame are drawn once", async () => {
  const painter = new Painter(root, Promise.resolve(kit), later, still)
  await Promise.resolve()
  for (const piece of ["A ", "**small", "** ", "house"]) painter.write(piece)
  expect(due).toHaveLength(1)
  nextFrame()

  expect(drawn).toEqual(["A **small** house"])
  expect(root.querySelector("strong")?.textContent).toBe("small")
})

test("a finished block keeps its nodes; only the open one is drawn anew", async () => {
  const painter = new Painter(root, Promise.resolve(kit), later, still)
  await Promise.resolve()
  painter.write("# Title\n\nFirst words")
  nextFrame()
  const title = root.querySelector("h2")
  painter.write(" and more")
  nextFrame()

  expect(root.querySelector("h2")).toBe(title)
  expect(root.querySelectorAll("p")).toHaveLength(1)
  expect(words()).toBe("Title First words and more")
})

test("before the kit is there the words stand as they come, and are drawn when it is", async () => {
  let arrive: (kit: Kit) => void = () => {}
  const painter = new Painter(root, new Promise((resolve) => (arrive = resolve)), later, still)
  painter.write("# Ti")
  nextFrame()
  painter.write("tle")
  nextFrame()
  expect(words()).toBe("# Title")

  arrive(kit)
  await new Promise((resolve) => setTimeout(resolve))
  expect(root.querySelector("h2")?.textContent).toBe("Title")
})

test("a growing block of code is not drawn again for each line, and its closing fence is never seen", async () => {
  const painter = new Painter(root, Promise.resolve(kit), later, still)
  await Promise.resolve()
  painter.write("```python\n")
  nextFrame()
  const block = root.querySelector(".code")
  for (const piece of ["x = 1\n", "y = 2\n", "``", "`"]) {
    painter.write(piece)
    nextFrame()
  }
  expect(drawn).toHaveLength(1)
  expect(root.querySelector(".code")).toBe(block)
  expect(root.querySelector("code")?.textContent).toBe("x = 1\ny = 2\n")

  painter.write("\nDone.")
  painter.end()
  expect(root.querySelector("code")?.textContent).toBe("x = 1\ny = 2\n")
  expect(root.lastElementChild?.textContent).toBe("Done.")
})

test.each([
  ["code", "```python\nx = 1\n```\nThen the prose goes on"],
  ["code and a gap", "```python\nx = 1\n```\n\nThen the prose goes on"],
  ["code with CR LF", "```python\r\nx = 1\r\n```\r\nThen the prose goes on"],
  ["tildes", "~~~\nx = 1\n~~~\nThen the prose goes on"],
  ["an indented fence", " ```\nx = 1\n ```\nThen the prose goes on"],
  ["a shorter fence inside", "````\nx = 1\n```\n````\nThen the prose goes on"],
  ["code in a list", "- so:\n\n  ```\n  x = 1\n  ```\n  Then the prose goes on"],
])("behind the closing fence nothing is code any more, and half a fence never is: %s", async (_, text) => {
  for (const size of [1, 2, 3, 5]) {
    root.replaceChildren()
    const painter = new Painter(root, Promise.resolve(kit), later, still)
    await Promise.resolve()
    const codes = new Set<string>()
    for (let at = 0; at < text.length; at += size) {
      painter.write(text.slice(at, at + size))
      nextFrame()
      for (const code of root.querySelectorAll("code")) codes.add((code.textContent ?? "").replace(/\r/g, ""))
      const written = text.slice(0, at + size).split("Then ")[1]
      if (written) expect(words(), `pieces of ${size}, before the end`).toContain(`Then ${written}`.trim())
    }
    const seen = [...codes].join("|")
    expect(seen, `pieces of ${size}`).toContain("x = 1\n")
    expect(seen.replaceAll("x = 1\n```\n", "x = 1\n"), `pieces of ${size}`).not.toMatch(/Then|T$|[`~]/)
  }
})

test("the end draws what is left without waiting for a frame, and says that nothing is open", async () => {
  const painter = new Painter(root, Promise.resolve(kit), later, still)
  await Promise.resolve()
  painter.write("**still open")
  painter.end()

  expect(words()).toBe("**still open") // in the end what was written stands, unmended
  expect("open" in root.dataset).toBe(false)
})

test("a log that begins anew is drawn from nothing", async () => {
  const painter = new Painter(root, Promise.resolve(kit), later, still)
  await Promise.resolve()
  painter.write("lost\n\nwords")
  nextFrame()
  painter.restart()
  painter.write("anew")
  nextFrame()

  expect(words()).toBe("anew")
})

test("however the text is cut, the page ends as if it had come at once", async () => {
  const text = "# A\n\n- one\n- two\n\n```js\nlet a = `b`\n```\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\nLast *words*."
  const whole = document.createElement("div")
  whole.append(kit.draw(text))
  dress(whole)

  for (const size of [1, 2, 3, 7, 13]) {
    root.replaceChildren()
    const painter = new Painter(root, Promise.resolve(kit), later, still)
    await Promise.resolve()
    for (let at = 0; at < text.length; at += size) {
      painter.write(text.slice(at, at + size))
      nextFrame()
    }
    painter.end()
    expect(root.innerHTML.replace(/\n/g, ""), `pieces of ${size}`).toBe(whole.innerHTML.replace(/\n/g, ""))
  }
})

const LINES = Array.from({ length: 260 }, (_, at) => at)
const LONG_BLOCKS = {
  paragraph: LINES.map((at) => `Sentence ${at} says *something* about **houses** and keeps $x_${at}$.`).join(" "),
  list: LINES.map((at) => `- Item ${at} of a list that does not end`).join("\n"),
  "numbered list": LINES.map((at) => `${at + 1}. Item ${at} of a list\n   - with one below`).join("\n"),
  table: `| a | b |\n|---|--:|\n${LINES.map((at) => `| row ${at} | some ${at} words here in a cell |`).join("\n")}`,
  code: `\`\`\`js\n${LINES.map((at) => `const number${at} = ${at} // and a comment`).join("\n")}\n\`\`\``,
}

test.each(Object.entries(LONG_BLOCKS))(
  "a long open %s is not read again from its beginning",
  async (_, text) => {
    const painter = new Painter(root, Promise.resolve(kit), later, still)
    await Promise.resolve()
    for (let at = 0; at < text.length; at += 600) {
      painter.write(text.slice(at, at + 600))
      nextFrame()
    }
    painter.end()

    expect(Math.max(...drawn.map(({ length }) => length))).toBeLessThan(8_000)
    const whole = kit.draw(text)
    const bare = (node: Node) =>
      node.textContent?.replace(/(?: · \d+ lines)?(?:Save)?WrapCopy|CopySave as CSV/g, "").replace(/\s+/g, " ")
    expect(bare(root)).toBe(bare(whole))
    expect([...root.children].map(({ tagName }) => tagName)).toEqual([...whole.children].map(({ tagName }) => tagName))
    for (const inner of ["li", "tr", "strong", ".math"])
      expect(root.querySelectorAll(inner)).toHaveLength(whole.querySelectorAll(inner).length)
  },
  60_000,
)

test("what comes in a flood is drawn in several goes, and what is slow to draw is drawn more seldom", async () => {
  let clock = 0
  const later20 = (text: string) => {
    clock += 20
    return kit.draw(text)
  }
  const slow: Kit = { ...kit, draw: later20 }
  const painter = new Painter(root, Promise.resolve(slow), later, () => clock)
  await Promise.resolve()
  painter.write("A paragraph.\n\n".repeat(600))
  nextFrame()
  const first = drawn.length
  nextFrame()
  expect(first).toBeLessThan(300)
  expect(drawn.length, "it rests").toBe(first)

  for (let frames = 0; frames < 1000 && root.childElementCount < 600; frames += 1) {
    clock += 10_000 // long enough to have rested
    nextFrame()
  }
  expect(root.childElementCount).toBe(600)
})

test("an answer that ends while nobody looks is drawn to its end, though the frame it waited for never comes", async () => {
  let hidden = false
  let clock = 0
  const frame = (run: () => void) => (hidden ? setTimeout(run) : undefined)
  const painter = new Painter(root, Promise.resolve(kit), frame, () => (clock += 5)) // each go draws a piece or two
  await Promise.resolve()
  painter.write("Words of an answer. ".repeat(300))
  hidden = true
  painter.end()

  await painter.done
  expect(root.dataset.open).toBeUndefined()
  expect(words()?.length).toBe("Words of an answer. ".length * 300 - 1)
})
