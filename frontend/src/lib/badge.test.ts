import { afterEach, beforeEach, expect, test } from "vitest"
import { badge } from "./badge"

function look(hidden: boolean): void {
  Object.defineProperty(document, "hidden", { configurable: true, get: () => hidden })
  document.dispatchEvent(new Event("visibilitychange"))
}

beforeEach(() => {
  document.title = "Studio · Salon"
})
afterEach(() => look(false))

test("a tab out of sight is marked once, until somebody looks", () => {
  look(true)
  badge(document)
  badge(document)
  expect(document.title).toBe("● Studio · Salon")

  look(false)
  expect(document.title).toBe("Studio · Salon")
})

test("a tab somebody looks at needs no mark", () => {
  badge(document)

  expect(document.title).toBe("Studio · Salon")
})
