import { expect, test } from "vitest"
import { missing } from "./missing"

test.each([
  [1, "Explicit.", undefined],
  [1, "  \n", "Write the reason first: its owner reads it."],
  [0, "Explicit.", "Choose first what is to happen."],
  [0, "", "Choose what is to happen, and write the reason: its owner reads it."],
])("%i chosen and %j written", (chosen, reason, sentence) => {
  expect(missing(chosen, reason)).toBe(sentence)
})
