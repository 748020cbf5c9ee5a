import { expect, test } from "vitest"
import { mend } from "./mend"

test.each([
  ["plain words", "plain words"],
  ["a **bo", "a **bo**"],
  ["a **", "a "],
  ["a **bold*", "a **bold**"],
  ["a **bold** word", "a **bold** word"],
  ["call `po", "call `po`"],
  ["call `", "call "],
  ["call `politely()` and **th", "call `politely()` and **th**"],
  ["stars in `**` code", "stars in `**` code"],
  ["see [the rul", "see the rul"],
  ["see [the rules](https://exam", "see the rules"],
  ["see [the rules](https://example.org) now", "see [the rules](https://example.org) now"],
  ["**first** paragraph\n\nsecond `co", "**first** paragraph\n\nsecond `co`"],
  ["- [", "- "],
  ["```python", "```python"],
  ["- item\n  ```\n  a **b", "- item\n  ```\n  a **b"],
  ["- item\n  ```\n  code\n  ``", "- item\n  ```\n  code\n"],
  ["> ```\n> code\n> ```", "> ```\n> code\n"],
  ["2 * 3 * 4", "2 * 3 * 4"],
])("%j is shown as %j while it grows", (open, shown) => {
  expect(mend(open)).toBe(shown)
})
