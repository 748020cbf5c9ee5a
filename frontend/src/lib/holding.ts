/** What a page does to hold a case, and what it is told. Times in milliseconds. */
export interface Desk {
  now(): number
  /** Say that somebody still looks; resolves to a sentence when the case is no longer theirs to hold. */
  hold(): Promise<string | undefined>
  giveBack(): void
  /** Nothing has been touched for so long that the case was given back. */
  left(): void
  lost(sentence: string): void
}

export const BEAT = 60_000
export const IDLE = 5 * 60_000

/**
 * One page's hold on one case: it beats while somebody is there, lets go when nobody touched anything for a while, and
 * takes up again with the first touch.
 */
export class Holding {
  #touched: number
  #given = false
  #over = false

  constructor(private readonly desk: Desk) {
    this.#touched = desk.now()
  }

  /** Each minute, and whenever the page is looked at again. */
  async beat(visible: boolean): Promise<void> {
    if (this.#over || this.#given || !visible) return
    if (this.desk.now() - this.#touched >= IDLE) {
      this.#given = true
      this.desk.giveBack()
      this.desk.left()
      return
    }
    await this.#hold()
  }

  /** Somebody pressed, pointed or scrolled. */
  async touch(): Promise<void> {
    this.#touched = this.desk.now()
    if (!this.#given || this.#over) return
    this.#given = false
    await this.#hold()
  }

  /** The page goes. */
  leave(): void {
    if (!this.#given && !this.#over) this.desk.giveBack()
    this.#given = true
  }

  async #hold(): Promise<void> {
    const sentence = await this.desk.hold()
    if (sentence === undefined) return
    this.#over = true
    this.desk.lost(sentence)
  }
}
