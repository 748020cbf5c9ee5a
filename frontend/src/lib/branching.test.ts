import { afterEach, expect, test, vi } from "vitest"
import { arrow, listenForBranches } from "./branching"

const form = (of: string) =>
  `<form data-branch="${of}"><button id="${of}-b"></button><button id="${of}-a"></button></form>`

function page(...sections: string[]): HTMLElement {
  document.body.innerHTML = `<div id="thread">${sections.join("")}</div>`
  return document.getElementById("thread") as HTMLElement
}

afterEach(() => {
  vi.restoreAllMocks()
  document.body.replaceChildren()
})

test.each([
  ["q", "before", "wording-b"],
  ["q", "after", "wording-a"],
  ["a", "before", "answer-b"],
  ["a", "after", "answer-a"],
] as const)("in %s, %s means %s", (place, to, button) => {
  page(
    `<article data-section><div class="asked"><i id="q"></i>${form("wording")}</div><i id="a"></i>${form("answer")}</article>`,
  )

  expect(arrow(document.getElementById(place), to)?.id).toBe(button)
})

test("where only the question has other wordings, they are meant everywhere in the turn", () => {
  page(`<article data-section><div class="asked">${form("wording")}</div><i id="a"></i></article>`)

  expect(arrow(document.getElementById("a"), "after")?.id).toBe("wording-a")
})

test("a turn without branches, and a place outside all turns, mean none", () => {
  page(`<article data-section><i id="a"></i></article><i id="out"></i>`)

  expect(arrow(document.getElementById("a"), "after")).toBeNull()
  expect(arrow(document.getElementById("out"), "after")).toBeNull()
})

test("the thread from here on takes the place of all that followed, and the focus is not lost", async () => {
  const thread = page(
    `<article data-section id="one"></article>`,
    `<article data-section id="two"><button></button></article>`,
    `<article data-section id="three"></article>`,
    `<p id="more"></p>`,
  )
  const stayed = vi.fn()
  const scroller = { scrollTop: 300 } as HTMLElement
  const undo = listenForBranches(thread, scroller, stayed)
  const two = document.getElementById("two") as HTMLElement

  two.querySelector("button")?.dispatchEvent(new Event("thread:rest", { bubbles: true }))
  vi.spyOn(Element.prototype, "getBoundingClientRect").mockReturnValue({ top: 356 } as DOMRect)
  two.outerHTML = `<article data-section id="two-again" tabindex="-1"></article>`
  await Promise.resolve()

  expect([...thread.children].map((child) => child.id)).toEqual(["one", "two-again"])
  expect(document.activeElement?.id).toBe("two-again")
  expect(scroller.scrollTop).toBe(656) // as much further down as the browser had pushed it
  expect(stayed).toHaveBeenCalledOnce()
  undo()
})
