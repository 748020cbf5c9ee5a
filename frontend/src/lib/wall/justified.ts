export interface Box {
  x: number
  y: number
  width: number
  height: number
}

/**
 * Rows of one height each, filled from edge to edge, as the style sheet's own wall does it: an item begins a new row when
 * it does not fit at the usual height, and what is left of the row makes it higher. A hundred thousand take a few milliseconds.
 */
export class Justified {
  readonly height: number
  readonly #starts: number[] = [] // the first item of each row
  readonly #tops: number[] = []
  readonly #heights: number[] = []

  /** `breakAt`: this item begins a row of its own, so that nothing before it can push it sideways. */
  constructor(
    private readonly ratios: ArrayLike<number>,
    private readonly width: number,
    rowHeight: number,
    private readonly gap: number,
    breakAt = -1,
  ) {
    let start = 0
    let sum = 0
    let top = 0
    const close = (end: number, full: boolean) => {
      const room = width - gap * (end - start - 1)
      const height = full || sum * rowHeight > room ? room / sum : rowHeight
      this.#starts.push(start)
      this.#tops.push(top)
      this.#heights.push(height)
      top += height + gap
      start = end
      sum = 0
    }
    for (let at = 0; at < ratios.length; at++) {
      const ratio = ratios[at] ?? 1
      const broken = at === breakAt
      if (at > start && (broken || (sum + ratio) * rowHeight + gap * (at - start) > width)) close(at, !broken)
      sum += ratio
    }
    if (ratios.length > start) close(ratios.length, false)
    this.height = Math.max(0, top - gap)
  }

  get count(): number {
    return this.ratios.length
  }

  get rows(): number {
    return this.#starts.length
  }

  /** Where this item hangs. */
  box(at: number): Box {
    const row = this.rowOf(at)
    const height = this.#heights[row] ?? 0
    let x = 0
    for (let before = this.#starts[row] ?? 0; before < at; before++) x += (this.ratios[before] ?? 1) * height + this.gap
    return { x, y: this.#tops[row] ?? 0, width: Math.min(this.width, (this.ratios[at] ?? 1) * height), height }
  }

  /** The items of the rows between these heights: from the first up to, without, the second. */
  between(top: number, bottom: number): [number, number] {
    if (this.rows === 0 || bottom <= 0 || top >= this.height) return bottom <= 0 ? [0, 0] : [this.count, this.count]
    const first = last(this.#tops, Math.max(0, top))
    const end = last(this.#tops, Math.max(0, bottom)) + 1
    return [this.#starts[first] ?? 0, this.#starts[end] ?? this.count]
  }

  rowOf(at: number): number {
    return last(this.#starts, at)
  }

  /** The item above or below this one, the nearest to its middle; undefined beyond the ends. */
  beside(at: number, step: 1 | -1): number | undefined {
    const row = this.rowOf(at) + step
    if (row < 0 || row >= this.rows) return undefined
    const { x, width } = this.box(at)
    const middle = x + width / 2
    const end = this.#starts[row + 1] ?? this.count
    let nearest = this.#starts[row] ?? 0
    let distance = Number.POSITIVE_INFINITY
    for (let each = nearest; each < end; each++) {
      const box = this.box(each)
      const away = Math.abs(box.x + box.width / 2 - middle)
      if (away < distance) [nearest, distance] = [each, away]
    }
    return nearest
  }
}

/** The last place in an ascending list whose value is not above this one. */
function last(ascending: number[], value: number): number {
  let low = 0
  let high = ascending.length - 1
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if ((ascending[middle] ?? 0) <= value) low = middle
    else high = middle - 1
  }
  return low
}
