import { doing } from "./doing"
import { type Kit, Painter } from "./painter"
import { duration, thinking } from "./time"

/** The line over the thinking: what it does and for how long; once words of the answer come, how long it took. */
export function thinkingWords(reasoning: string, seconds: number, done: boolean): string {
  // Who joins in the middle hears all of it at once, and cannot know how long it took.
  if (done) return seconds < 1 ? "What it thought" : thinking(seconds, true)
  const now = doing(reasoning)
  if (!now) return thinking(seconds, false)
  return seconds < 1 ? `Thinking: ${now}` : `Thinking: ${now} · ${duration(Math.floor(seconds))}`
}

/** The collapsed thinking of an open turn. What it opens to is only drawn once somebody has opened it. */
export class ThinkingLine {
  readonly #words: HTMLElement | null
  readonly #thoughts: HTMLElement | null
  #reasoning = ""
  #began: number | undefined
  #ended: number | undefined
  #painter: Painter | undefined

  constructor(
    private readonly line: HTMLElement,
    private readonly kit: () => Promise<Kit>,
  ) {
    this.#words = line.querySelector("[data-thought]")
    this.#thoughts = line.querySelector(".thoughts")
    line.addEventListener("toggle", () => this.#open())
  }

  /** Whether it says what happens now. */
  get speaks(): boolean {
    return this.#began !== undefined && this.#ended === undefined
  }

  /** More of the thinking. */
  write(text: string): void {
    this.#began ??= performance.now()
    if (this.#reasoning === "") this.#thoughts?.replaceChildren() // what the page was made with comes again
    this.#reasoning += text
    this.#painter?.write(text)
    this.line.hidden = false
  }

  /** The first word of the answer has come. */
  answers(): void {
    if (this.speaks) this.#ended = performance.now()
  }

  /** The log begins anew. */
  restart(): void {
    this.#reasoning = ""
    this.#began = this.#ended = undefined
    this.#painter?.restart()
  }

  /** Say it as it is now. */
  say(): void {
    if (!this.#words || this.#began === undefined) return
    const seconds = ((this.#ended ?? performance.now()) - this.#began) / 1000
    const words = thinkingWords(this.#reasoning, seconds, this.#ended !== undefined)
    if (this.#words.textContent !== words) this.#words.textContent = words
  }

  #open(): void {
    if (this.#painter || !this.#thoughts || !(this.line as HTMLDetailsElement).open) return
    this.#thoughts.replaceChildren()
    this.#painter = new Painter(this.#thoughts, this.kit())
    this.#painter.write(this.#reasoning)
  }
}
