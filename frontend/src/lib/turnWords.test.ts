import { expect, test } from "vitest"
import { turnWords } from "./turnWords"

const now = { elapsed: 6_400, silent: 200, connected: true }

test.each([
  ["waiting", "Waiting for a free line"],
  ["connecting", "Reaching Grok"],
  ["thinking", "Thinking 6 s"],
  ["answering", ""],
])("a turn that is %s says so in words", (state, words) => {
  expect(turnWords({ state, text: "" }, now)).toBe(words)
})

test("after ten seconds without a word it says so, and what to do", () => {
  const silent = { ...now, silent: 12_000 }

  expect(turnWords({ state: "answering", text: "So" }, silent)).toBe(
    "No new word for 12 s. You can stop it at any time.",
  )
  expect(turnWords({ state: "connecting", text: "" }, silent)).toContain("12 s")
})

test("without a line to the house it promises that the answer goes on", () => {
  expect(turnWords({ state: "answering", text: "" }, { ...now, connected: false })).toContain("No connection")
})
