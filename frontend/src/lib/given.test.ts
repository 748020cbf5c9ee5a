import { expect, test } from "vitest"
import { draggedThing, inputs } from "./given"

const ID = "3f2b8c1a-9d4e-4f6a-8b7c-1d2e3f4a5b6c"

test("a thing of the wall is known by its address, anything else is none", () => {
  expect(draggedThing(`http://salon.test/studio/assets/${ID}/`)).toBe(ID)
  expect(draggedThing(`http://salon.test/studio/assets/${ID}/small/`)).toBe(ID)
  expect(draggedThing("https://elsewhere.test/picture.png")).toBeUndefined()
  expect(draggedThing("")).toBeUndefined()
})

test("what a form is made from is said slot by slot, in the order it lies there", () => {
  document.body.innerHTML = `<form>
    <div data-slot="source"><span data-input="a"><input name="source" value="a"></span><span data-input="b"><input name="source" value="b"></span></div>
    <input name="prompt" value="words"></form>`

  expect(inputs(document.forms[0] as HTMLFormElement)).toEqual([
    ["source", "a"],
    ["source", "b"],
  ])
})
