import { expect, test } from "vitest"
import { doing } from "./doing"

test.each([
  ["", ""],
  ["Weig", ""],
  ["**Weighing two readings**\n\nThe first is", "weighing two readings"],
  ["**Weighing two readings**\n\nText.\n\n**Checking the sum**\n\nTwo and", "checking the sum"],
  ["## Looking closer ##\nhm", "looking closer"],
  ["The user asks for one word. I should", "the user asks for one word"],
  ["The sky. I say first what it is.\n\nThen", "I say first what it is"],
  ["Two is 1.5 plus 0.5.\nso", "two is 1.5 plus 0.5"],
  ["First line\nsecond, not ended", "first line"],
  ["- compare `a` and *b*:\nthen", "compare a and b"],
  [`**${"very ".repeat(30)}long**\n`, `${"very ".repeat(13).trim()}…`],
  [`${"x ".repeat(3000)}\n**Late heading**\n\nand`, "late heading"],
])("of the thinking %j it says %j", (reasoning, words) => {
  expect(doing(reasoning)).toBe(words)
})
