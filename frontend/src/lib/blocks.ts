/**
 * A block at the top of a text: the line it begins on, and whether an empty line always ends it. `end`: the first line
 * after it, of one that says itself where it ends (code behind its closing fence); nothing further belongs to it.
 */
export interface Block {
  line: number
  endsAtGap: boolean
  end?: number
}
export type FindBlocks = (text: string) => Block[]

/**
 * Splits growing Markdown into blocks that are finished and the one that is still open. A block is finished when another
 * has begun on a complete line after it, or an empty line or its own last line has ended it: from then on no further text
 * can change what it is. (An unfinished line could: "***" looks like a rule until it goes on to be "***bold***".)
 */
export class BlockSplitter {
  #open = ""
  #lead = "" // of a block that was cut: what its rest is read behind
  #looked = 0 // of open code: how far no closing fence stands

  constructor(readonly find: FindBlocks) {}

  /** The text after the last finished block. */
  get open(): string {
    return this.#lead + this.#open
  }

  /** Add text; returns the blocks it finished, in order. */
  push(text: string): string[] {
    this.#open += text
    const complete = this.open.slice(0, endOfLastLine(this.open))
    if (!text.includes("\n") || complete === "" || this.#isOpenCode(complete)) return []

    const blocks = this.find(complete)
    const cuts = blocks.flatMap(({ end }, index) => {
      const line = end ?? blocks[index + 1]?.line
      return line === undefined ? [] : [startOfLine(complete, line)]
    })
    if (blocks.at(-1)?.endsAtGap && /\n[ \t]*\n$/.test(complete.replace(/\r\n?/g, "\n"))) cuts.push(complete.length)
    const whole = this.open
    const pieces = cuts.map((cut, index) => whole.slice(cuts[index - 1] ?? 0, cut))
    if (cuts.length) this.#begin(whole.slice(cuts.at(-1)))
    return pieces
  }

  /** Finish the open block up to here; the rest goes on behind `lead`. Returns what was finished. */
  cut(at: number, lead: string): string {
    const whole = this.open
    this.#begin(whole.slice(at), lead)
    return whole.slice(0, at)
  }

  /** No more text comes: the open block is finished too. */
  end(): string {
    const last = this.#open.trim() ? this.open : this.#open
    this.#begin("")
    return last
  }

  #begin(open: string, lead = ""): void {
    this.#open = open
    this.#lead = lead
    this.#looked = 0
  }

  /** Whether all of it is code whose fence has not closed: only what is new is looked at. */
  #isOpenCode(complete: string): boolean {
    const fence = /^(`{3,}|~{3,})[^\n`]*\n/.exec(complete)
    if (!fence?.[1]) return false
    const mark = fence[1]
    const from = Math.max(this.#looked, fence[0].length - 1)
    const closing = new RegExp(`[\\n\\r] {0,3}${mark.charAt(0)}{${mark.length},}[ \\t]*[\\n\\r]`)
    if (closing.test(complete.slice(from))) return false
    this.#looked = Math.max(from, Math.max(complete.lastIndexOf("\n", complete.length - 2), 0))
    return true
  }
}

/** Past the last line end. A lone CR at the very end may be half of a CR LF: its line is not complete. */
function endOfLastLine(text: string): number {
  const settled = text.endsWith("\r") ? text.slice(0, -1) : text
  return Math.max(settled.lastIndexOf("\n"), settled.lastIndexOf("\r")) + 1
}

/** Where a line begins; lines end at LF, CR LF or CR, as Markdown counts them. */
function startOfLine(text: string, line: number): number {
  const ends = /\r\n|\r|\n/g
  let at = 0
  for (let passed = 0; passed < line && ends.exec(text); passed += 1) at = ends.lastIndex
  return at
}
