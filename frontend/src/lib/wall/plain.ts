import { fetchCards } from "./cards"
import type { Hanging } from "./hanging"

/** A wall of which everything hangs in the page, as the server brought it and stretch by stretch. */
export class Plain implements Hanging {
  constructor(private readonly wall: HTMLElement) {}

  get total(): number {
    return this.#things().length
  }

  async near(card: HTMLElement, key: string): Promise<HTMLElement | undefined> {
    const all = [...this.wall.querySelectorAll<HTMLElement>(":scope > .card")]
    const at = all.indexOf(card)
    if (key === "ArrowUp" || key === "ArrowDown") return beside(all, card, key === "ArrowUp" ? -1 : 1)
    return { ArrowLeft: all[at - 1], ArrowRight: all[at + 1], Home: all[0], End: all.at(-1) }[key]
  }

  async order(from: string, to: string): Promise<string[]> {
    const ids = this.#things().map((card) => card.dataset.asset ?? "")
    const [first, last] = [ids.indexOf(from), ids.indexOf(to)].sort((a, b) => a - b) as [number, number]
    return first < 0 ? [to] : ids.slice(first, last + 1)
  }

  takeAway(ids: Iterable<string>): () => void {
    const gone = new Set(ids)
    const before = [...this.wall.children]
    for (const card of this.#things()) if (gone.has(card.dataset.asset ?? "")) card.remove()
    return () => {
      const added = [...this.wall.children].filter((card) => !before.includes(card))
      this.wall.prepend(...added)
      for (const card of before)
        if (card.isConnected || gone.has((card as HTMLElement).dataset.asset ?? "")) this.wall.append(card)
    }
  }

  async refresh(ids: Iterable<string>): Promise<void> {
    const wanted = new Set(ids)
    const hanging = this.#things().filter((card) => wanted.has(card.dataset.asset ?? ""))
    const cards = await fetchCards(
      this.wall.dataset.cards ?? "",
      hanging.map((card) => card.dataset.asset ?? ""),
    )
    for (const card of hanging) {
      const fresh = cards.get(card.dataset.asset ?? "")
      const inHand = card.contains(document.activeElement)
      if (fresh) card.replaceWith(fresh)
      if (fresh && inHand) fresh.querySelector("a")?.focus({ preventScroll: true })
    }
  }

  async anew(): Promise<void> {}

  end(): void {}

  #things(): HTMLElement[] {
    return [...this.wall.querySelectorAll<HTMLElement>(":scope > .card[data-asset]")]
  }
}

/** The nearest card of the row above or below, as they stand on the screen. */
function beside(all: HTMLElement[], card: HTMLElement, step: number): HTMLElement | undefined {
  const here = card.getBoundingClientRect()
  const boxes = all.map((each) => ({ each, box: each.getBoundingClientRect() }))
  const beyond = boxes.filter(({ box }) => (step < 0 ? box.bottom <= here.top + 1 : box.top >= here.bottom - 1))
  const row = step < 0 ? Math.max(...beyond.map(({ box }) => box.top)) : Math.min(...beyond.map(({ box }) => box.top))
  const middle = (box: DOMRect) => Math.abs(box.left + box.width / 2 - here.left - here.width / 2)
  const inRow = beyond.filter(({ box }) => Math.abs(box.top - row) < 2)
  return inRow.sort((a, b) => middle(a.box) - middle(b.box))[0]?.each
}
