import type { Undo } from "../islands"
import { ratioOf } from "../shape"
import { fetchCards, fetchJson } from "./cards"
import type { Hanging } from "./hanging"
import { Justified } from "./justified"
import { Months } from "./months"

const KEPT = 600 // cards out of sight that come back without being asked for
const AHEAD = 0.75 // of a screen, on both sides
const STILL_MS = 60 // so long a scroll has to rest before what it passed is fetched
const AGAIN_MS = 3000
const JOB_WIDTH = 144 // a job's words need so much

interface Told {
  months: [string, number, string][]
}

/**
 * A wall of any length: its height is known from a light index, only what is in sight hangs in the page, and cards come
 * as the server draws them. Jobs and what has just come of them hang before all that. What is read never moves.
 */
export class Endless implements Hanging {
  #months = new Months([])
  #layout = new Justified([], 1, 1, 0)
  #width = 0
  #head: HTMLElement[] = []
  #apart = false // the head hangs in rows of its own: it grew while somebody was reading further down
  #range: [number, number] = [0, 0] // what hangs now, counted after the head
  #kept = new Map<string, HTMLElement>()
  readonly #ours = new WeakSet<Element>() // cards and blanks this hangs; everything else in the wall is the head
  readonly #drawn = new WeakMap<Element, string>()
  readonly #blanks = new Map<number, HTMLElement>()
  #frame = 0
  #timer: ReturnType<typeof setTimeout> | undefined
  #filling = false
  readonly #undo: Undo[] = []
  readonly #changed: (() => void)[] = []

  /** The wall as the page brought it becomes endless; undefined when its index cannot be had, then it stays as it is. */
  static async from(wall: HTMLElement): Promise<Endless | undefined> {
    try {
      const endless = new Endless(wall)
      endless.#months = await endless.#asked()
      await endless.#learn(0, wall.querySelectorAll("[data-asset]").length)
      endless.#takeOver()
      return endless
    } catch {
      return undefined
    }
  }

  private constructor(private readonly wall: HTMLElement) {}

  get months(): Months {
    return this.#months
  }

  get total(): number {
    return this.#months.count
  }

  /** Whether this hung it there. */
  manages(card: Element): boolean {
    return this.#ours.has(card)
  }

  /** Told whenever the wall has another height or another order. */
  onChange(run: () => void): void {
    this.#changed.push(run)
  }

  /** How far down the page a thing hangs, and how far the wall goes. */
  top(at: number): number {
    return this.#pageTop() + this.#layout.box(this.#head.length + at).y
  }

  get bottom(): number {
    return this.#pageTop() + this.#layout.height
  }

  /** What hangs at this height of the page. */
  atHeight(y: number): number {
    const [from] = this.#layout.between(y - this.#pageTop(), y - this.#pageTop() + 1)
    return Math.max(0, Math.min(from - this.#head.length, this.#months.count - 1))
  }

  /** What hangs in the row at this height: from the first up to, without, the second. */
  rowAt(y: number): [number, number] {
    const top = y - this.#pageTop()
    return this.#layout.between(top, top + 1).map((at) => Math.max(0, at - this.#head.length)) as [number, number]
  }

  async near(card: HTMLElement, key: string): Promise<HTMLElement | undefined> {
    const here = this.#place(card)
    if (here < 0) return undefined
    const to = {
      ArrowLeft: here - 1,
      ArrowRight: here + 1,
      ArrowUp: this.#layout.beside(here, -1),
      ArrowDown: this.#layout.beside(here, 1),
      Home: 0,
      End: this.#layout.count - 1,
    }[key]
    if (to === undefined || to < 0 || to >= this.#layout.count) return undefined
    this.#reveal(to)
    const head = this.#head[to]
    if (head) return head
    await this.#settle(to - this.#head.length)
    const id = this.#months.id(to - this.#head.length)
    const next = id ? this.#kept.get(id) : undefined
    if (next && !next.isConnected) this.#reveal(to) // what was scrolled away meanwhile takes no focus
    return next
  }

  async order(from: string, to: string): Promise<string[]> {
    const ends = [this.#months.at(from), this.#months.at(to)].sort((a, b) => a - b) as [number, number]
    if (ends[0] < 0) return [to]
    await this.#learn(ends[0], ends[1] + 1)
    const ids: string[] = []
    for (let at = ends[0]; at <= ends[1]; at++) ids.push(this.#months.id(at) ?? "")
    return ids.filter((id) => id !== "")
  }

  takeAway(ids: Iterable<string>): () => void {
    const gone = new Set(ids)
    this.#still(() => {
      for (const card of this.#head) if (gone.has(card.dataset.asset ?? "")) card.remove()
      this.#months.remove(gone)
      for (const id of gone) this.#kept.delete(id)
    })
    return () => void this.anew()
  }

  async refresh(ids: Iterable<string>): Promise<void> {
    const hanging = new Set<string>()
    for (const id of ids) {
      const card = this.#kept.get(id)
      if (card?.isConnected) hanging.add(id)
      else this.#kept.delete(id)
    }
    const inHand = document.activeElement?.closest<HTMLElement>(".card")?.dataset.asset
    for (const [id, card] of await fetchCards(this.wall.dataset.cards ?? "", [...hanging])) this.#keep(id, card)
    this.#draw(true)
    if (inHand && hanging.has(inHand)) this.#kept.get(inHand)?.querySelector("a")?.focus({ preventScroll: true })
  }

  /** Ask for the index anew; what is read stays where it is. */
  async anew(): Promise<void> {
    try {
      const months = await this.#asked()
      const at = this.#range[0]
      await this.#learn(0, 1, months)
      await this.#learn(at, Math.min(months.count, at + 60), months)
      this.#still(() => {
        this.#months = months
        for (const card of this.#head) if (months.at(card.dataset.asset ?? "") >= 0) card.remove()
      })
    } catch {
      // the line is away: the wall stays as it is
    }
  }

  end(): void {
    for (const undo of this.#undo) undo()
    cancelAnimationFrame(this.#frame)
    clearTimeout(this.#timer)
  }

  /** The head has changed: a job was ordered, or has become what it makes. */
  headChanged(): void {
    if (this.#pageTop() < scrollY) this.#apart = true
    this.#still(() => {})
  }

  #takeOver(): void {
    for (const card of [...this.wall.querySelectorAll<HTMLElement>(":scope > [data-asset]")]) {
      const id = card.dataset.asset ?? ""
      if (this.#months.at(id) >= 0) this.#keep(id, card)
    }
    this.wall.querySelector(":scope > .wall-more")?.remove()
    this.wall.dataset.endless = ""
    const scrolled = () => this.#soon()
    const watcher = new ResizeObserver(() => {
      if (this.wall.clientWidth !== Math.round(this.#width)) this.#still(() => {})
    })
    addEventListener("scroll", scrolled, { passive: true })
    addEventListener("resize", scrolled)
    watcher.observe(this.wall)
    this.#undo.push(
      () => removeEventListener("scroll", scrolled),
      () => removeEventListener("resize", scrolled),
      () => watcher.disconnect(),
    )
    this.#arrange()
    this.#draw(true)
  }

  #arrange(): void {
    const style = getComputedStyle(this.wall)
    const rowHeight = Number.parseFloat(style.getPropertyValue("--row-height")) || 218
    this.#head = [...this.wall.children].filter((card): card is HTMLElement => !this.#ours.has(card))
    this.#width = this.wall.clientWidth
    if (this.#pageTop() >= scrollY) this.#apart = false
    const ratios = this.#head.map((card) => headRatio(card, rowHeight)).concat(this.#months.ratios)
    const breakAt = this.#apart ? this.#head.length : -1
    this.#layout = new Justified(ratios, this.#width, rowHeight, Number.parseFloat(style.rowGap) || 10, breakAt)
    this.wall.style.blockSize = `${this.#layout.height}px`
    for (const run of this.#changed) run()
  }

  /** Change something, and let what is at the top of the screen stay there. */
  #still(change: () => void): void {
    const reading = this.#pageTop() < scrollY
    const at = this.#topmost()
    const anchor = this.#months.id(at)
    const before = this.top(at)
    change()
    this.#arrange()
    if (reading) {
      const now = anchor === undefined ? at : this.#months.at(anchor)
      const top = this.top(now < 0 ? Math.max(0, Math.min(at, this.#months.count - 1)) : now)
      scrollBy({ top: top - before, behavior: "instant" })
    }
    this.#draw(true)
  }

  #topmost(): number {
    return this.atHeight(Math.max(scrollY, this.#pageTop()))
  }

  #soon(): void {
    if (this.#frame) return
    this.#frame = requestAnimationFrame(() => {
      this.#frame = 0
      this.#draw()
    })
  }

  #draw(anew = false): void {
    const top = scrollY - this.#pageTop()
    const ahead = innerHeight * AHEAD
    const within = this.#layout.between(top - ahead, top + innerHeight + ahead)
    const [from, to] = within.map((at) => Math.max(0, at - this.#head.length)) as [number, number]
    if (!anew && from === this.#range[0] && to === this.#range[1]) return
    this.#range = [from, to]
    const hang: HTMLElement[] = [...this.#head]
    for (const [at, card] of this.#head.entries()) this.#put(card, at)
    const inHand = document.activeElement?.closest<HTMLElement>(".card") ?? null
    const pinned = inHand && this.#ours.has(inHand) ? this.#months.at(inHand.dataset.asset ?? "") : -1
    if (inHand && pinned >= 0 && pinned < from) hang.push(this.#put(inHand, this.#head.length + pinned))
    for (let at = from; at < to; at++) hang.push(this.#put(this.#card(at), this.#head.length + at))
    if (inHand && pinned >= to) hang.push(this.#put(inHand, this.#head.length + pinned))
    this.#hang(hang)
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => void this.#fill(), STILL_MS)
  }

  /** In the page hang these, in this order; nothing that is there already is taken out, so that the focus stays. */
  #hang(cards: HTMLElement[]): void {
    const wanted = new Set<Element>(cards)
    for (const card of [...this.wall.children]) if (this.#ours.has(card) && !wanted.has(card)) card.remove()
    let next: Element | null = this.wall.firstElementChild
    for (const card of cards) {
      if (card === next) next = next.nextElementSibling
      else if (card.contains(document.activeElement)) continue
      else this.wall.insertBefore(card, next)
    }
    for (const [at] of this.#blanks) if (at < this.#range[0] || at >= this.#range[1]) this.#blanks.delete(at)
  }

  #card(at: number): HTMLElement {
    const id = this.#months.id(at)
    const card = id ? this.#kept.get(id) : undefined
    if (card) return card
    const blank = this.#blanks.get(at) ?? document.createElement("li")
    blank.className = "card card-blank"
    blank.ariaHidden = "true"
    this.#ours.add(blank)
    this.#blanks.set(at, blank)
    return blank
  }

  #put(card: HTMLElement, at: number): HTMLElement {
    const { x, y, width, height } = this.#layout.box(at)
    const drawn = `${x.toFixed(1)},${y.toFixed(1)},${width.toFixed(1)},${height.toFixed(1)}`
    if (this.#drawn.get(card) === drawn) return card
    this.#drawn.set(card, drawn)
    card.style.transform = `translate(${x.toFixed(1)}px,${y.toFixed(1)}px)`
    card.style.inlineSize = `${width.toFixed(1)}px`
    card.style.blockSize = `${height.toFixed(1)}px`
    return card
  }

  #keep(id: string, card: HTMLElement): void {
    const old = this.#kept.get(id)
    this.#ours.add(card)
    this.#kept.delete(id)
    this.#kept.set(id, card)
    if (old && old !== card) old.remove()
    for (const [other, each] of this.#kept) {
      if (this.#kept.size <= KEPT) break
      if (!each.isConnected) this.#kept.delete(other)
    }
  }

  /** Fetch what hangs there as a blank, until nothing does. */
  async #fill(): Promise<void> {
    if (this.#filling) return
    this.#filling = true
    try {
      for (;;) {
        const [from, to] = this.#range
        await this.#learn(from, to)
        const missing: string[] = []
        for (let at = from; at < to; at++) {
          const id = this.#months.id(at)
          if (id && !this.#kept.has(id)) missing.push(id)
        }
        if (missing.length === 0) break
        const asked = missing.slice(0, 60)
        const cards = await fetchCards(this.wall.dataset.cards ?? "", asked)
        this.#take(cards)
        const gone = asked.filter((id) => !cards.has(id))
        if (gone.length > 0) this.#still(() => this.#months.remove(gone))
        else this.#draw(true)
      }
    } catch (error) {
      if (error instanceof Stale) await this.anew()
      this.#timer = setTimeout(() => void this.#fill(), AGAIN_MS) // the line is away: blanks say that something is missing
    } finally {
      this.#filling = false
    }
  }

  async #settle(at: number): Promise<void> {
    await this.#learn(at, at + 1)
    const id = this.#months.id(at)
    if (!id || this.#kept.has(id)) return
    this.#take(await fetchCards(this.wall.dataset.cards ?? "", [id]))
    this.#draw(true)
  }

  /** Cards that came; one that another question brought meanwhile stays as it hangs, perhaps with the focus in it. */
  #take(cards: Map<string, HTMLElement>): void {
    for (const [id, card] of cards) if (!this.#kept.has(id)) this.#keep(id, card)
  }

  /** Know the ids between these places. A month that is not as it was told: the whole index is asked for anew. */
  async #learn(from: number, to: number, months = this.#months): Promise<void> {
    for (const month of months.across(from, to)) {
      if (month.ids) continue
      const { ids } = await fetchJson<{ ids: string[] }>(
        `${this.wall.dataset.index}months/${month.month}/`,
        this.wall.dataset.said ?? "",
      )
      if (!month.ids && !months.learn(month, ids)) throw new Stale()
    }
  }

  async #asked(): Promise<Months> {
    return new Months((await fetchJson<Told>(this.wall.dataset.index ?? "", this.wall.dataset.said ?? "")).months)
  }

  #place(card: HTMLElement): number {
    const head = this.#head.indexOf(card)
    if (head >= 0) return head
    const at = this.#months.at(card.dataset.asset ?? "")
    return at < 0 ? -1 : this.#head.length + at
  }

  #reveal(at: number): void {
    const { y, height } = this.#layout.box(at)
    const above = document.querySelector(".bar")?.getBoundingClientRect().height ?? 0
    const top = this.#pageTop() + y
    if (top < scrollY + above + 8) scrollTo({ top: top - above - 8, behavior: "instant" })
    else if (top + height > scrollY + innerHeight - 8)
      scrollTo({ top: top + height - innerHeight + 8, behavior: "instant" })
    this.#draw()
  }

  #pageTop(): number {
    return this.wall.getBoundingClientRect().top + scrollY
  }
}

class Stale extends Error {}

function headRatio(card: HTMLElement, rowHeight: number): number {
  const picture = card.querySelector("img")
  const ratio =
    ratioOf(card.dataset.ratio ?? "") ??
    (picture && ratioOf(`${picture.getAttribute("width")}:${picture.getAttribute("height")}`)) ??
    1
  return card.classList.contains("job") ? Math.max(ratio, JOB_WIDTH / rowHeight) : ratio
}
