/** Which rows are chosen: one by one, or all between the last one chosen and this one. Knows ids, no page. */
export class Range {
  readonly chosen = new Set<string>()
  #last: string | undefined

  /** This one was pressed; with `through`, everything from the last one pressed to it becomes like it. */
  press(id: string, order: string[], on: boolean, through: boolean): void {
    const [from, to] = [order.indexOf(this.#last ?? id), order.indexOf(id)].sort((a, b) => a - b) as [number, number]
    const ids = through && from >= 0 ? order.slice(from, to + 1) : [id]
    for (const each of ids) {
      if (on) this.chosen.add(each)
      else this.chosen.delete(each)
    }
    this.#last = id
  }

  /** What has left the list is not chosen any longer. */
  only(order: string[]): void {
    for (const id of [...this.chosen]) if (!order.includes(id)) this.chosen.delete(id)
  }
}
