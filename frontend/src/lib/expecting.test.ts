import { describe, expect, it } from "vitest"
import { expecting, type Known, tokensOf } from "./expecting"

const KNOWN: Known = {
  used: 1_000,
  window: 100_000,
  prompt: 20_000,
  completion: 60_000,
  known: true,
  ranges: [
    [0, 500, 2_000, 2_000, 9_000],
    [2, 1_000, 4_000, 8_000, 95_000],
  ],
}

it.each([
  ["", 0],
  ["a", 9],
  ["abcd", 9],
  ["abcde", 10],
  ["東京", 10],
])("the tokens of %j are %i", (text, tokens) => {
  expect(tokensOf(text)).toBe(tokens)
})

// more tokens, then: percent, words about the context, words about cost and wait
const CASES: [string, number, string, string][] = [
  ["nothing typed", 0, "1% of context", "about 0.50–1.40 ¢ · 2–9 s"],
  ["a page", 1_000, "2% of context", "about 0.70–1.60 ¢ · 2–9 s"],
  ["a middle size that was never counted takes the size below", 9_000, "10% of context", "about 2.30–3.20 ¢ · 2–9 s"],
  ["a long one", 39_000, "40% of context", "about 8.60–10.40 ¢ · 8 s–1 min 35 s"],
  ["nearly full", 79_000, "Nearly full: 80% of context", "about 16.60–18.40 ¢ · 8 s–1 min 35 s"],
  ["to the brim", 99_000, "Nearly full: 100% of context", "about 20.60–22.40 ¢ · 8 s–1 min 35 s"],
  ["too much", 99_001, "Too much for this engine: the oldest is left out", "about 20.60–22.40 ¢ · 8 s–1 min 35 s"],
]

describe("what is expected", () => {
  it.each(CASES)("%s", (_name, more, context, cost) => {
    expect(expecting(KNOWN, more)).toMatchObject({ context, cost })
  })

  it("says estimate where little was answered yet", () => {
    expect(expecting({ ...KNOWN, known: false }, 0).cost).toBe("estimate 0.50–1.40 ¢ · 2–9 s")
  })

  it("says nothing of a price nobody knows", () => {
    expect(expecting({ ...KNOWN, completion: 0 }, 0).cost).toBe("")
  })
})
