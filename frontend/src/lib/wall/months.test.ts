import { expect, test } from "vitest"
import { Months } from "./months"

const made = () => {
  const months = new Months([
    ["2026-03", 3, "80a880"],
    ["2026-01", 2, "8030"],
  ])
  const [march, january] = months.list
  if (march && january) {
    months.learn(march, ["a", "b", "c"])
    months.learn(january, ["d", "e"])
  }
  return months
}

test("places and ids know each other", () => {
  const months = made()

  expect(["a", "c", "e", "x"].map((id) => months.at(id))).toEqual([0, 2, 4, -1])
  expect([0, 3, 5].map((at) => months.id(at))).toEqual(["a", "d", undefined])
  expect(months.across(2, 4).map(({ month }) => month)).toEqual(["2026-03", "2026-01"])
  expect(months.across(3, 4).map(({ month }) => month)).toEqual(["2026-01"])
})

test("what is removed leaves no gap", () => {
  const months = made()

  months.remove(["b", "d", "nobody"])

  expect(months.count).toBe(3)
  expect(months.ratios).toEqual([1, 1, 0.25])
  expect(["a", "b", "c", "d", "e"].map((id) => months.at(id))).toEqual([0, -1, 1, -1, 2])
})

test("a month that has grown since is out of date", () => {
  const months = new Months([["2026-03", 1, "80"]])
  const [march] = months.list

  expect(march && months.learn(march, ["a", "b"])).toBe(false)
})
