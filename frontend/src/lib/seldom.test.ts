import { afterEach, beforeEach, expect, test, vi } from "vitest"
import { seldom } from "./seldom"

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

test("hundreds of rings are a few looks, the first at once and one after the last", () => {
  const look = vi.fn()
  const { ring } = seldom(look, 1000)

  for (let n = 0; n < 250; n++) {
    ring()
    vi.advanceTimersByTime(10)
  }
  expect(look).toHaveBeenCalledTimes(3)
  vi.advanceTimersByTime(1000)

  expect(look).toHaveBeenCalledTimes(4)
  vi.advanceTimersByTime(5000)
  expect(look).toHaveBeenCalledTimes(4)
})

test("one ring is one look, and after a stop there is none", () => {
  const look = vi.fn()
  const { ring, stop } = seldom(look, 1000)

  ring()
  ring()
  stop()
  vi.advanceTimersByTime(5000)

  expect(look).toHaveBeenCalledTimes(1)
})
