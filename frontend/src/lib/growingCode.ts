import { isFence } from "./cuts"
import { withoutHalfFence } from "./mend"

const PART = 4000 // characters of one part: a long text node costs at every letter

/** Open code only gets its new lines: nothing is drawn again, and its parts before the last are never touched. */
export class GrowingCode {
  #shown = 0

  /** `code` has been drawn from this open block. */
  constructor(
    private readonly code: HTMLElement,
    open: string,
  ) {
    code.replaceChildren()
    this.grow(open)
  }

  /** Show what the open block says by now. */
  grow(open: string): void {
    this.#show(withoutHalfFence(bodyOf(open)))
  }

  /** The block is finished: what stands is its code. */
  finish(block: string): void {
    this.#show(withLineEnd(bodyOf(block).replace(/(^|\n) {0,3}(?:`{3,}|~{3,})[ \t]*\n*$/, "$1")))
  }

  #show(body: string): void {
    if (body.length < this.#shown) {
      this.code.replaceChildren()
      this.#shown = 0
    }
    let rest = body.slice(this.#shown)
    this.#shown = body.length
    const last = this.#last()
    const room = PART - (last?.length ?? 0)
    const cut = rest.length > room ? rest.lastIndexOf("\n", Math.max(room, 0)) + 1 || rest.indexOf("\n") + 1 : 0
    if (last) {
      last.appendData(cut ? rest.slice(0, cut) : rest)
      rest = cut ? rest.slice(cut) : ""
    }
    if (rest.length <= PART && !this.code.firstChild) {
      this.code.append(rest)
      return
    }
    while (rest) {
      const end = rest.length > PART ? rest.lastIndexOf("\n", PART) + 1 || rest.length : rest.length
      const part = document.createElement("span")
      part.className = "code-part"
      part.append(rest.slice(0, end))
      this.code.append(part)
      rest = rest.slice(end)
    }
  }

  #last(): Text | undefined {
    const last = this.code.lastChild
    const text = last instanceof Element ? last.lastChild : last
    return text instanceof Text && text.length < PART ? text : undefined
  }
}

/** The lines after an opening fence that is not indented. */
function bodyOf(open: string): string {
  return open.replace(/\r\n?/g, "\n").replace(/^[^\n]*\n/, "")
}

const withLineEnd = (body: string) => (body === "" || body.endsWith("\n") ? body : `${body}\n`)

/** Whether this open block is code that only grows: its fence stands at the margin, on a line that is complete. */
export const onlyGrows = (open: string) => isFence(open) && open.includes("\n")
