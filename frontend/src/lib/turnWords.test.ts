import { expect, test } from "vitest"
import { turnWords } from "./turnWords"

const now = { elapsed: 6_400, silent: 200, connected: true }

test.each([
  ["waiting", "Waiting in line"],
  ["choosing", "Choosing an engine"],
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

test.each([
  [{ number: 1, seconds: 3 }, "We’re busy. You are next, a few seconds. Waiting costs nothing."],
  [{ number: 3, seconds: 12 }, "We’re busy. You are third in line, about 15 s. Waiting costs nothing."],
  [{ number: 12, seconds: 140 }, "We’re busy. You are number 12 in line, about 3 min. Waiting costs nothing."],
  [{ number: 2 }, "We’re busy. You are second in line. Waiting costs nothing."],
])("who waits reads place and time: %o", (line, words) => {
  expect(turnWords({ state: "waiting", text: "" }, { ...now, line })).toBe(words)
  expect(turnWords({ state: "thinking", text: "" }, { ...now, line })).not.toContain("busy")
})
