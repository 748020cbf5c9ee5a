import { describe, expect, test } from "vitest"
import { before, blanksOf, matching, step, unfilled, wanted } from "./choosing"

describe("what is asked for where the caret stands", () => {
  test.each([
    ["/", { sign: "/", from: 0, said: "" }],
    ["/proof read", { sign: "/", from: 0, said: "proof read" }],
    ["\n  /p", { sign: "/", from: 3, said: "p" }],
    ["@", { sign: "@", from: 0, said: "" }],
    ["Ask @grok-4", { sign: "@", from: 4, said: "grok-4" }],
    ["a line\n@", { sign: "@", from: 7, said: "" }],
    ["/usr/bin", undefined],
    ["either/or", undefined],
    ["1 / 2", undefined],
    ["/name\nmore", undefined],
    ["me@example.org", undefined],
    ["@one two", undefined],
    ["", undefined],
  ])("%j", (text, found) => {
    expect(wanted(text, text.length)).toEqual(found)
  })

  test("only what stands before the caret counts", () => {
    expect(wanted("/ Why is the sky blue?", 1)).toEqual({ sign: "/", from: 0, said: "" })
    expect(wanted("Ask @grok", 4)).toBeUndefined()
  })
})

describe("what fits", () => {
  const items = ["Résumé of a text", "Proofread", "A strict proof"].map((label) => ({ label }))
  test.each([
    ["", ["Résumé of a text", "Proofread", "A strict proof"]],
    ["proof", ["Proofread", "A strict proof"]],
    ["RESUME", ["Résumé of a text"]],
    ["text of", ["Résumé of a text"]],
    ["proof strict", ["A strict proof"]],
    ["nothing", []],
  ])("%j", (said, labels) => {
    expect(matching(items, said).map((item) => item.label)).toEqual(labels)
  })
})

describe("blanks", () => {
  const prompt = "Explain {{what}} to {{whom}}, then {{what}} again."
  const blanks = new Set(blanksOf(prompt))

  test("are what stands in double braces, each once", () => {
    expect([...blanks]).toEqual(["{{what}}", "{{whom}}"])
    expect(blanksOf("{{}} {one} {{a\nb}}")).toEqual([])
  })

  test("are unfilled as long as they stand there; braces of one's own are not", () => {
    expect(unfilled("Explain {{whom}} and {{mine}}", blanks)).toEqual([{ from: 8, to: 16 }])
    expect(unfilled(prompt, new Set())).toEqual([])
  })

  test("are walked one after another, there and back, and not in a circle", () => {
    const all = unfilled(prompt, blanks)
    const [first, second, third] = all
    expect(step(all, { from: 0, to: 0 })).toEqual(first)
    expect(step(all, first as never)).toEqual(second)
    expect(step(all, third as never)).toBeUndefined()
    expect(step(all, third as never, true)).toEqual(second)
    expect(step(all, first as never, true)).toBeUndefined()
  })
})

test.each([
  ["Explain:", "", "Explain:"],
  ["Explain: ", "the sky", "Explain:\n\n"],
  ["Explain:", "\nthe sky", "Explain:"],
])("a prompt %j before %j", (prompt, rest, put) => {
  expect(before(prompt, rest)).toBe(put)
})
