import { describe, expect, it } from "vitest"
import { Film, verbsFor } from "./trimming"

const TAKES = [
  { verb: "Change", least: 0, most: 8.7 },
  { verb: "Extend", least: 2, most: 30 },
]

describe("a part of a film", () => {
  const film = new Film(4, 24)
  const part = { begins: 1, ends: 3 }

  it("begins and ends on frames", () => {
    expect(film.moved(part, "begins", 1.03).begins).toBeCloseTo(25 / 24, 4)
    expect(film.moved(part, "ends", 99)).toEqual({ begins: 1, ends: 4 })
  })

  it("keeps at least one frame, whichever handle is pushed", () => {
    expect(film.moved(part, "begins", 3.5).begins).toBeCloseTo(3 - 1 / 24, 3)
    expect(film.moved(part, "ends", 0).ends).toBeCloseTo(1 + 1 / 24, 3)
  })

  it("stays where it is for what is no number", () => {
    expect(film.moved(part, "ends", Number.NaN)).toEqual(part)
  })

  it("moves by a frame, with Shift by a second", () => {
    expect(film.step("ArrowLeft", false)).toBeCloseTo(-1 / 24)
    expect(film.step("ArrowRight", true)).toBe(1)
    expect(film.step("a", false)).toBeUndefined()
  })
})

describe("the verbs", () => {
  it("say which of them take a length", () => {
    expect(verbsFor(5, TAKES)).toBe("Change and Extend take it.")
    expect(verbsFor(9, TAKES)).toBe("Extend takes it. Change takes up to 8.7 s.")
    expect(verbsFor(1, TAKES)).toBe("Change takes it. Extend takes 2 to 30 s.")
    expect(verbsFor(40, TAKES)).toBe("Change takes up to 8.7 s; Extend takes 2 to 30 s.")
  })
})
