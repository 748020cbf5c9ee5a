import { expect, test } from "vitest"
import { empty, take } from "./fold"
import type { EventFrame, Kind } from "./frames"

const frame = (e: number, n: number, k: Kind, more: Partial<EventFrame> = {}): EventFrame => ({
  turn: "t",
  e,
  n,
  k,
  ...more,
})

test("folding all events over nothing gives the message", () => {
  const fold = empty()
  const events = [
    frame(1, 1, "state", { s: "connecting" }),
    frame(1, 2, "reasoning", { t: "Hm" }),
    frame(1, 3, "text", { t: "Grüße\u2028" }),
    frame(1, 4, "text", { t: "🦊" }),
    frame(1, 5, "notice", { code: "label", t: "Check this." }),
    frame(1, 6, "notice", { code: "stopped_by_you" }),
    frame(1, 7, "end", { s: "stopped" }),
  ]

  expect(events.map((event) => take(fold, event)).every((taken) => taken === "added" || taken === "anew")).toBe(true)
  expect(fold).toEqual({
    epoch: 1,
    n: 7,
    state: "stopped",
    reasoning: "Hm",
    text: "Grüße\u2028🦊",
    notice: "stopped_by_you",
    label: "Check this.",
    instead: "",
    ended: true,
  })
})

test("what is known is not added twice, and nothing is added across a gap", () => {
  const fold = empty()
  take(fold, frame(1, 1, "text", { t: "a" }))

  expect(take(fold, frame(1, 1, "text", { t: "a" }))).toBe("known")
  expect(take(fold, frame(1, 3, "text", { t: "c" }))).toBe("gap")
  expect(fold.text).toBe("a")
})

test("a new epoch begins from nothing", () => {
  const fold = empty()
  take(fold, frame(1, 1, "text", { t: "lost log" }))

  expect(take(fold, frame(2, 2, "text", { t: "middle" }))).toBe("gap")
  expect(take(fold, frame(2, 1, "text", { t: "anew" }))).toBe("anew")
  expect(fold.text).toBe("anew")
})
