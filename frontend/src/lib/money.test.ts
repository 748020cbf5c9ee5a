import { expect, test } from "vitest"
import table from "../../../tests/tables/money.json"
import { exact, money } from "./money"

test.each(table)("an amount reads as the server says it: $words", ({ ticks, words, exact: digits }) => {
  expect(money(ticks)).toBe(words)
  expect(exact(ticks)).toBe(digits)
})

test("an amount no plain number can hold is told to the last tick", () => {
  expect(exact("90071992547409931")).toBe("$9,007,199.2547409931")
})
