import { describe, expect, test } from "vitest"
import { nearest, taken } from "./choices"

describe("nearest", () => {
  const ratios = ["1:1", "16:9", "9:16", "4:3"]

  test("keeps what is taken", () => {
    expect(nearest(ratios, "9:16")).toBe("9:16")
  })

  test.each([
    ["21:9", "16:9"],
    ["9:20", "9:16"],
    ["3:2", "4:3"],
    ["20:19", "1:1"],
  ])("%s is nearest to %s in shape", (chosen, expected) => {
    expect(nearest(ratios, chosen)).toBe(expected)
  })

  test.each([
    ["1080p", "720p"],
    ["4k", "480p"],
  ])("%s is nearest to %s in size", (chosen, expected) => {
    expect(nearest(["480p", "720p"], chosen)).toBe(expected)
  })

  test("a word of another kind gives the first", () => {
    expect(nearest(["low", "medium"], "best")).toBe("low")
  })

  test("nothing is near where nothing is offered", () => {
    expect(nearest([], "1k")).toBeUndefined()
  })
})

describe("taken", () => {
  const limits = { old: { ratio: ["1:1"], quality: [] } }

  test("knows what an engine has, what it has not, and what nobody limits", () => {
    expect(taken(limits, "old", "ratio")).toEqual(["1:1"])
    expect(taken(limits, "old", "quality")).toEqual([])
    expect(taken(limits, "old", "n")).toBeUndefined()
    expect(taken(limits, "new", "ratio")).toBeUndefined()
  })
})
