import { describe, expect, it } from "vitest"
import { Zoom } from "./zoom"

/** A picture twice as wide as high in a square box: there is room above and below it. */
const zoom = () =>
  new Zoom(
    () => ({ width: 400, height: 400 }),
    () => ({ width: 2000, height: 1000 }),
  )

describe("a zoom", () => {
  it("keeps what lies under the pointer where it is", () => {
    const near = zoom()
    near.by(2, 100, 0)
    // The point at 100 was 100 from the middle; twice as large it is 200 away, so all moves by -100.
    expect([near.scale, near.x]).toEqual([2, -100])
  })

  it("never shows more beside the picture than it must", () => {
    const near = zoom()
    near.by(2)
    near.move(1000, 1000)
    expect([near.x, near.y]).toEqual([200, 0]) // 800 × 400 in a box of 400 × 400
  })

  it("is never smaller than the whole and never nearer than can be of use", () => {
    const near = zoom()
    near.by(0.1)
    expect(near.scale).toBe(1)
    near.by(1000)
    expect(near.scale).toBe(12)
    near.move(50, 50)
    near.whole()
    expect([near.scale, near.x, near.y, near.near]).toEqual([1, 0, 0, false])
  })
})
