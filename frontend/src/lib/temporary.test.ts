import { expect, test } from "vitest"
import { forgetPlace } from "./temporary"

function storeWith(entries: Record<string, string>): Storage {
  const kept = new Map(Object.entries(entries))
  return {
    get length() {
      return kept.size
    },
    key: (index) => [...kept.keys()][index] ?? null,
    getItem: (name) => kept.get(name) ?? null,
    setItem: (name, value) => void kept.set(name, value),
    removeItem: (name) => void kept.delete(name),
    clear: () => kept.clear(),
  }
}

test("what speaks of the chat that ended is forgotten, and nothing else", () => {
  const store = storeWith({
    "draft:/c/one/draft/": "secret",
    "key:send": '{"place":"/c/one/send/"}',
    "draft:/c/two/": "kept",
  })

  forgetPlace(store, "one")

  expect(Array.from({ length: store.length }, (_, index) => store.key(index))).toEqual(["draft:/c/two/"])
})

test("without an id nothing is forgotten", () => {
  const store = storeWith({ a: "b" })

  forgetPlace(store, "")

  expect(store.length).toBe(1)
})
