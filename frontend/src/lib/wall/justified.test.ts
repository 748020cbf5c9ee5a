import { expect, test } from "vitest"
import { Justified } from "./justified"
import { ratiosOf } from "./shapes"

const all = (layout: Justified) => Array.from({ length: layout.count }, (_, at) => layout.box(at))

test("rows end at one edge, keep ratios, and never overlap", () => {
  const ratios = Array.from({ length: 997 }, (_, at) => [1, 1.5, 0.5625, 1.7778, 0.05, 30][at % 6] as number)
  const layout = new Justified(ratios, 1200, 218, 10)

  const boxes = all(layout)

  for (const [at, box] of boxes.entries()) {
    const next = boxes[at + 1]
    expect(box.x + box.width).toBeLessThanOrEqual(1200.01)
    expect(box.width / box.height).toBeCloseTo(ratios[at] as number, 4)
    if (next && next.y > box.y) expect(box.x + box.width).toBeCloseTo(1200, 3)
    if (next) expect(next.y > box.y ? next.y : next.x).toBeGreaterThan(next.y > box.y ? box.y + box.height : box.x)
  }
  expect(layout.height).toBeCloseTo(Math.max(...boxes.map((box) => box.y + box.height)), 3)
})

test("the last row keeps its height", () => {
  expect(new Justified([1], 1200, 200, 10).box(0)).toEqual({ x: 0, y: 0, width: 200, height: 200 })
})

test("what is between two heights is found, and nothing beyond the ends", () => {
  const layout = new Justified(Array(100).fill(1), 420, 200, 10) // two a row

  expect(layout.between(0, 100)).toEqual([0, 2])
  expect(layout.between(layout.box(2).y, layout.box(4).y - 1)).toEqual([2, 4])
  expect(layout.between(-500, -1)).toEqual([0, 0])
  expect(layout.between(1e9, 2e9)).toEqual([100, 100])
  expect(new Justified([], 420, 200, 10).between(0, 100)).toEqual([0, 0])
})

test("an arrow goes to the nearest in the next row", () => {
  const layout = new Justified([1, 1, 2, 1, 1], 420, 200, 10)

  expect(layout.beside(1, 1)).toBe(2)
  expect(layout.beside(2, 1)).toBe(4)
  expect(layout.beside(0, -1)).toBeUndefined()
})

test("what comes before a break moves nothing after it sideways", () => {
  const without = new Justified([1, 1, 1.3, 1, 1], 420, 200, 10)
  const layout = new Justified([1.5, 1, 1, 1.3, 1, 1], 420, 200, 10, 1)

  const moved = all(layout).slice(1)
  expect(moved.map(({ x }) => x)).toEqual(all(without).map(({ x }) => x))
  expect(layout.box(0).height).toBe(200)
})

test("shapes are read as they are written", () => {
  expect(ratiosOf("80a830")).toEqual([1, 2, 0.25])
  expect(ratiosOf("zz8")).toEqual([1])
})

test("a hundred thousand take a moment", () => {
  const ratios = ratiosOf("80979c60".repeat(25_000))
  const began = performance.now()

  const layout = new Justified(ratios, 1300, 218, 10)

  expect(layout.count).toBe(100_000)
  expect(performance.now() - began).toBeLessThan(500)
})
