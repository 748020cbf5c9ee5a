import { afterEach, expect, test } from "vitest"
import { mount } from "../islands/studio/taken"

let undo = () => {}

afterEach(() => undo())

const row = (n: number) => `<li id="row-${n}"><a href="#" id="edit-${n}">Change</a><button>Take out</button></li>`

function open(...rows: number[]): HTMLElement {
  document.body.innerHTML = `<nav id="batch-which"><a href="#" id="show-all">All</a></nav><ol>${rows.map(row).join("")}</ol>`
  const list = document.querySelector<HTMLElement>("ol")
  if (!list) throw new Error("no list")
  undo = mount(list)
  return list
}

async function swapped(n: number, answer: string): Promise<string | undefined> {
  const old = document.getElementById(`row-${n}`)
  old?.querySelector("button")?.focus()
  old?.dispatchEvent(new CustomEvent("htmx:beforeSwap", { bubbles: true }))
  if (old) old.outerHTML = answer
  await new Promise((done) => setTimeout(done))
  return document.activeElement?.id
}

test("who takes a row out goes on at the next, at the end at the one before, at last above the list", async () => {
  open(1, 2, 3)

  expect(await swapped(2, "\n")).toBe("edit-3")
  expect(await swapped(3, "")).toBe("edit-1")
  expect(await swapped(1, "")).toBe("show-all")
})

test("a row that was written anew takes the focus itself, and what happens elsewhere takes it from nobody", async () => {
  const list = open(1, 2)

  expect(await swapped(1, row(1))).toBe("")
  document.getElementById("edit-2")?.focus()
  list.firstElementChild?.remove()
  await new Promise((done) => setTimeout(done))
  expect(document.activeElement?.id).toBe("edit-2")
})
