import { describe, expect, it } from "vitest"
import { filesIn, Lanes, nameFor, problemWith } from "./attaching"

const limits = { bytes: 20_000_000, count: 3, words: "" }

describe("a file that need not even be sent", () => {
  const cases: [string, number, number, string | undefined][] = [
    ["fits", 1_000, 0, undefined],
    ["just fits", 20_000_000, 2, undefined],
    ["a byte too large", 20_000_001, 0, "This file is 19 MB large; 19 MB is the most."],
    ["far too large", 90_000_000, 0, "This file is 86 MB large; 19 MB is the most."],
    ["empty", 0, 0, "There is nothing in this file."],
    ["one too many", 1_000, 3, "3 files are the most for one question."],
  ]
  it.each(cases)("%s", (_, size, beside, said) => {
    expect(problemWith({ name: "a.txt", size }, beside, limits)).toBe(said)
  })
})

it("takes a pasted picture, and words where both are offered", () => {
  const file = new File(["x"], "image.png", { type: "image/png" })
  const files = [file] as unknown as FileList

  expect(filesIn({ files, types: ["Files"] })).toEqual([file])
  expect(filesIn({ files, types: ["text/plain", "text/html", "Files"] })).toEqual([])
  expect(filesIn(null)).toEqual([])
})

it("tells pasted pictures apart", () => {
  expect(nameFor({ name: "image.png", type: "image/png" }, 2)).toBe("Pasted picture 2.png")
  expect(nameFor({ name: "fox.png", type: "image/png" }, 2)).toBe("fox.png")
})

it("runs a few at once, the others in turn, also after a failure", async () => {
  const lanes = new Lanes(2)
  const begun: number[] = []
  const ends: (() => void)[] = []
  const work = (number: number) => () =>
    new Promise<number>((resolve, reject) => {
      begun.push(number)
      ends.push(number === 0 ? () => reject(new Error("broken")) : () => resolve(number))
    })

  const all = [0, 1, 2, 3].map((number) => lanes.run(work(number)).catch(() => -1))
  await Promise.resolve()
  expect(begun).toEqual([0, 1])
  ends[0]?.()
  await all[0]
  await Promise.resolve()
  expect(begun).toEqual([0, 1, 2])
  ends[1]?.()
  ends[2]?.()
  await all[2]
  await Promise.resolve()
  ends[3]?.()

  expect(await Promise.all(all)).toEqual([-1, 1, 2, 3])
})
