import { expect, test } from "vitest"
import { Range } from "./range"

const ORDER = ["a", "b", "c", "d", "e"]

test("one by one, on and off", () => {
  const range = new Range()
  range.press("b", ORDER, true, false)
  range.press("d", ORDER, true, false)
  range.press("b", ORDER, false, false)

  expect([...range.chosen]).toEqual(["d"])
})

test.each([
  ["b", "d"],
  ["d", "b"],
])("from %s through %s is all between", (first, last) => {
  const range = new Range()
  range.press(first, ORDER, true, false)
  range.press(last, ORDER, true, true)

  expect([...range.chosen].sort()).toEqual(["b", "c", "d"])
})

test("a range takes away as it gives", () => {
  const range = new Range()
  range.press("a", ORDER, true, false)
  range.press("e", ORDER, true, true)
  range.press("b", ORDER, false, false)
  range.press("d", ORDER, false, true)

  expect([...range.chosen].sort()).toEqual(["a", "e"])
})

test("a range whose beginning has left the list is only its end", () => {
  const range = new Range()
  range.press("a", ORDER, true, false)
  range.press("d", ORDER.slice(1), true, true)

  expect([...range.chosen].sort()).toEqual(["a", "d"])
})

test("what has left the list is not chosen any longer", () => {
  const range = new Range()
  range.press("a", ORDER, true, false)
  range.press("b", ORDER, true, false)
  range.only(["b", "c"])

  expect([...range.chosen]).toEqual(["b"])
})
