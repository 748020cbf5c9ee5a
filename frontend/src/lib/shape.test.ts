import { expect, test } from "vitest"
import { ratioOf, shape } from "./shape"

test.each([
  ["16:9", 16 / 9],
  ["9:19.5", 9 / 19.5],
  ["1.778", 1.778],
  ["1:1", 1],
  ["", undefined],
  ["auto", undefined],
  ["16:0", undefined],
  ["-1:2", undefined],
])("the ratio of %s", (words, ratio) => {
  expect(ratioOf(words)).toBe(ratio)
})

test("a card without a ratio takes that of its picture", () => {
  const card = document.createElement("li")
  card.innerHTML = `<img width="1376" height="768" alt="">`

  shape(card)

  expect(card.style.getPropertyValue("--ratio")).toBe("1.7917")
})
