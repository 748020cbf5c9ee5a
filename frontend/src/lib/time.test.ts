import { expect, test } from "vitest"
import { ago, clock, duration, thinking } from "./time"

test.each([
  [0, "0.1 s"],
  [0.42, "0.4 s"],
  [0.96, "1 s"],
  [6.2, "6 s"],
  [59.6, "1 min"],
  [80, "1 min 20 s"],
  [7500, "2 h 5 min"],
])("%d seconds take %s", (seconds, words) => {
  expect(duration(seconds)).toBe(words)
})

test.each([
  [0.4, false, "Thinking"],
  [6.9, false, "Thinking 6 s"],
  [6.9, true, "Thought for 6 s"],
  [0.2, true, "Thought for 1 s"],
])("after %d seconds of thought (done: %s) the line says %s", (seconds, done, words) => {
  expect(thinking(seconds, done)).toBe(words)
})

test.each([
  [3, "just now"],
  [50, "1 min"],
  [540, "9 min"],
  [3600 * 9.2, "9 h"],
  [86_400, "1 day"],
  [86_400 * 3, "3 days"],
])("%d seconds ago is %s", (seconds, words) => {
  expect(ago(seconds)).toBe(words)
})

test("a film's length reads like a clock", () => {
  expect([clock(8), clock(75.4), clock(0)]).toEqual(["0:08", "1:15", "0:00"])
})
