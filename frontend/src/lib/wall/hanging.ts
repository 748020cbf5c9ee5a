/** How the things of a wall hang: all of them in the page, or only what is in sight. */
export interface Hanging {
  /** How many there are, jobs aside. */
  readonly total: number
  /** Where an arrow, Home or End leads from here, fetched and in sight; undefined: nowhere. */
  near(card: HTMLElement, key: string): Promise<HTMLElement | undefined>
  /** The ids between these two, both included. */
  order(from: string, to: string): Promise<string[]>
  /** Take them down; returns the way back. */
  takeAway(ids: Iterable<string>): () => void
  /** Draw them as they are now. */
  refresh(ids: Iterable<string>): Promise<void>
  /** Look at the whole wall again. */
  anew(): Promise<void>
  end(): void
}
