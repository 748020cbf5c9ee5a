import { expect, it } from "vitest"
import { frameAt } from "./leafing"

it("leafs from the first frame at the left edge to the last at the right", () => {
  expect([0, 99, 100, 1199, 1200, -5].map((x) => frameAt(x, 1200))).toEqual([0, 0, 1, 11, 11, 0])
  expect(frameAt(3, 0)).toBe(11)
})
