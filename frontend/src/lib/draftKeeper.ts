import type { Clock } from "./clock"

export interface Draft {
  place: string
  text: string
  /** When it was typed, in milliseconds by the house's clock. */
  at: number
}

type Store = Pick<Storage, "getItem" | "setItem" | "removeItem">
/** Give it to the house; `leaving`: the page goes, nobody waits for the answer. False: it did not arrive. */
type Save = (draft: Draft, leaving: boolean) => Promise<boolean>

export const SAVE_MS = 1_000

/**
 * What is typed and not sent. This tab's own store has it at once, the house soon after, so that it is there on another
 * device. Of two the one typed last counts, by the house's clock, which the page brings.
 */
export class DraftKeeper {
  #place = ""
  #skew = 0
  #unsaved: Draft | undefined
  #callOff: (() => void) | undefined

  constructor(
    private readonly store: Store,
    private readonly clock: Clock,
    private readonly save: Save,
  ) {}

  /** The page says where we are, and what time it is at the house. */
  arrive(place: string, now: number): void {
    this.#place = place
    this.#skew = now - this.clock.now()
  }

  /** What should stand here, seeing what the house has and when that was typed. */
  restore(house: { text: string; at: number }): string {
    const kept = this.#kept(this.#place)
    if (!kept || kept.at <= house.at || kept.text === house.text) return house.text
    this.#unsaved = { place: this.#place, ...kept }
    this.#soon()
    return kept.text
  }

  /** More was typed, or taken away. */
  typed(text: string): void {
    const draft = { place: this.#place, text, at: this.clock.now() + this.#skew }
    this.store.setItem(slot(this.#place), JSON.stringify({ text, at: draft.at }))
    this.#unsaved = draft
    this.#soon()
  }

  /** It is on its way as a message: the house empties what it has by itself. */
  sending(): void {
    this.#callOff?.()
    this.#callOff = this.#unsaved = undefined
  }

  /** The house has it as a message. */
  sent(place: string): void {
    this.store.removeItem(slot(place))
  }

  /** What is not saved yet, now: the page goes, or the line is back. */
  async flush(leaving = false): Promise<void> {
    const draft = this.#unsaved
    this.sending()
    if (!draft) return
    const arrived = await this.save(draft, leaving)
    // It stays for the next try, unless something newer was typed or sent meanwhile.
    if (!arrived && !this.#unsaved && this.#kept(draft.place)?.at === draft.at) this.#unsaved = draft
  }

  #soon(): void {
    this.#callOff ??= this.clock.after(SAVE_MS, () => void this.flush())
  }

  #kept(place: string): { text: string; at: number } | undefined {
    try {
      const kept = JSON.parse(this.store.getItem(slot(place)) ?? "null") as { text: unknown; at: unknown } | null
      return typeof kept?.text === "string" && typeof kept.at === "number"
        ? { text: kept.text, at: kept.at }
        : undefined
    } catch {
      return undefined
    }
  }
}

function slot(place: string): string {
  return `salon:draft:${place}`
}
