import { expect, test } from "vitest"
import { BREAK, due, goesOn } from "./sitting"

const MINUTE = 60_000

test("a sitting goes on from page to page, and begins anew after a break", () => {
  const first = goesOn(undefined, 0)
  const later = goesOn(first, 3 * MINUTE)
  const back = goesOn(later, 3 * MINUTE + BREAK)

  expect(later.began).toBe(0)
  expect(back.began).toBe(3 * MINUTE + BREAK)
})

test("a break is due after so many minutes, and never where none is wanted", () => {
  const sitting = { began: 0, seen: 45 * MINUTE }

  expect(due(sitting, 45)).toBe(true)
  expect(due(sitting, 60)).toBe(false)
  expect(due(sitting, 0)).toBe(false)
})
