import { ratiosOf } from "./shapes"

export interface Month {
  month: string
  count: number
  /** Which they are, once that was asked for. */
  ids?: string[]
}

/** The light index of a wall: by month, newest first, how many and of which shape; ids as they become known. Knows no page. */
export class Months {
  readonly list: Month[] = []
  ratios: number[] = []
  readonly #where = new Map<string, Month>()

  constructor(told: [month: string, count: number, shapes: string][]) {
    for (const [month, count, shapes] of told) {
      this.list.push({ month, count })
      for (const ratio of ratiosOf(shapes)) this.ratios.push(ratio)
    }
  }

  get count(): number {
    return this.ratios.length
  }

  /** Where this month begins. */
  start(of: Month): number {
    let start = 0
    for (const month of this.list) {
      if (month === of) return start
      start += month.count
    }
    return start
  }

  /** The months of which something stands between these places. */
  across(from: number, to: number): Month[] {
    let start = 0
    return this.list.filter((month) => {
      const begins = start
      start += month.count
      return begins < to && start > from
    })
  }

  id(at: number): string | undefined {
    let start = 0
    for (const month of this.list) {
      if (at < start + month.count) return month.ids?.[at - start]
      start += month.count
    }
    return undefined
  }

  /** Where it stands; -1 for what is not here, or not known to be. */
  at(id: string): number {
    const month = this.#where.get(id)
    const within = month?.ids?.indexOf(id) ?? -1
    return month && within >= 0 ? this.start(month) + within : -1
  }

  /** These are the ids of this month. False: they are not as many as was told, so the index is out of date. */
  learn(month: Month, ids: string[]): boolean {
    if (ids.length !== month.count) return false
    month.ids = ids
    for (const id of ids) this.#where.set(id, month)
    return true
  }

  /** These are gone. */
  remove(ids: Iterable<string>): void {
    const places = new Set<number>()
    for (const id of ids) {
      const at = this.at(id)
      if (at >= 0) places.add(at)
    }
    if (places.size === 0) return
    let start = 0
    for (const month of this.list) {
      const count = month.count
      if (month.ids) {
        const begins = start
        for (const [within, id] of month.ids.entries()) if (places.has(begins + within)) this.#where.delete(id)
        month.ids = month.ids.filter((_, within) => !places.has(begins + within))
        month.count = month.ids.length
      }
      start += count
    }
    this.ratios = this.ratios.filter((_, at) => !places.has(at))
  }
}
