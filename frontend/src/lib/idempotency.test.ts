import { beforeEach, expect, test } from "vitest"
import { IntentionKeys, newKey } from "./idempotency"

const UUID4 = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/
let keys: IntentionKeys

beforeEach(() => {
  sessionStorage.clear()
  keys = new IntentionKeys(sessionStorage)
})

test("a double click and a retry after a lost answer carry the same key", () => {
  const first = keys.keyFor("composer", "Hello")

  expect(keys.keyFor("composer", "Hello")).toBe(first)
  expect(new IntentionKeys(sessionStorage).keyFor("composer", "Hello")).toBe(first) // back, and the page loaded again
})

test("other words, another place or a message that has arrived begin a new intention", () => {
  const first = keys.keyFor("composer", "Hello")

  expect(keys.keyFor("order", "Hello")).not.toBe(first)
  expect(keys.keyFor("composer", "Hello!")).not.toBe(first)
  const third = keys.keyFor("composer", "Hello")
  keys.arrived("composer")
  expect(keys.keyFor("composer", "Hello")).not.toBe(third)
})

test("what somebody else wrote into the store is ignored", () => {
  sessionStorage.setItem("salon:key:composer", "{nonsense")

  expect(keys.keyFor("composer", "Hello")).toMatch(UUID4)
})

test("a key is a version 4 UUID also without randomUUID", () => {
  const poor = { getRandomValues: crypto.getRandomValues.bind(crypto) } as Crypto

  expect(newKey(poor)).toMatch(UUID4)
  expect(newKey(poor)).not.toBe(newKey(poor))
})
