import { type Block, BlockSplitter } from "./blocks"
import { dress } from "./code"
import { mend, withoutHalfFence } from "./mend"

/** What turns Markdown into nodes: `markdown.ts`, fetched when the first reply streams. */
export interface Kit {
  draw(text: string): DocumentFragment
  blocks(text: string): Block[]
  highlight?(block: HTMLElement): void
}

type Frame = (run: () => void) => void

/**
 * Draws one open reply. Finished blocks are drawn once and never touched again; only the block that still grows is drawn
 * anew, at most once a frame. Until the kit is there, the words stand as they come.
 */
export class Painter {
  #kit: Kit | undefined
  #splitter: BlockSplitter | undefined
  #arrived = ""
  #unkept = "" // what came before the kit
  #open: ChildNode[] = []
  #due = false
  #ended = false

  constructor(
    private readonly root: HTMLElement,
    kit: Promise<Kit>,
    private readonly frame: Frame = (run) => requestAnimationFrame(run),
  ) {
    root.dataset.open = ""
    kit.then(
      (ready) => this.#equip(ready),
      () => {}, // without the kit the words stay as they are, and the server's own drawing comes in the end
    )
  }

  /** More words. */
  write(text: string): void {
    this.#arrived += text
    if (this.#due) return
    this.#due = true
    this.frame(() => this.#paint())
  }

  /** The log begins anew: draw from nothing. */
  restart(): void {
    this.#arrived = this.#unkept = ""
    this.#open = []
    this.#splitter &&= new BlockSplitter(this.#splitter.find)
    this.root.replaceChildren()
  }

  /** No more words come: everything is finished. */
  end(): void {
    this.#ended = true
    this.#paint()
    delete this.root.dataset.open
  }

  #equip(kit: Kit): void {
    this.#kit = kit
    this.#splitter = new BlockSplitter(kit.blocks)
    this.#arrived = this.#unkept + this.#arrived
    this.#unkept = ""
    this.#paint()
  }

  #paint(): void {
    this.#due = false
    const text = this.#arrived
    this.#arrived = ""
    if (this.#splitter) this.#paintBlocks(this.#splitter, text)
    else this.#paintWords(text)
  }

  #paintWords(text: string): void {
    this.#unkept += text
    const last = this.#open[0]?.lastChild
    if (last instanceof Text) last.appendData(text)
    else if (text) this.#showOpen(words(text))
  }

  #paintBlocks(splitter: BlockSplitter, text: string): void {
    for (const block of splitter.push(text)) this.#seal(block)
    if (this.#ended) this.#seal(splitter.end())
    else if (text) this.#drawOpen(splitter.open)
  }

  #seal(block: string): void {
    const nodes = this.#kit?.draw(block)
    if (!nodes) return
    dress(nodes)
    const codes = [...nodes.querySelectorAll<HTMLElement>(".code")]
    this.#showOpen(nodes)
    this.#open = []
    for (const code of codes) this.#kit?.highlight?.(code)
  }

  #drawOpen(open: string): void {
    if (this.#growCode(open)) return
    const nodes = this.#kit?.draw(mend(open))
    if (nodes) dress(nodes)
    this.#showOpen(nodes ?? words(open))
  }

  /** A long block of code only gets its new lines, instead of being drawn again each frame. */
  #growCode(open: string): boolean {
    const body = bodyOfFence(open)
    const block = this.#open.find((node) => node instanceof HTMLElement && node.matches(".code")) as
      | HTMLElement
      | undefined
    const code = block?.querySelector("code")
    if (body === undefined || !code) return false
    code.textContent = body
    return true
  }

  #showOpen(nodes: DocumentFragment): void {
    const fresh = [...nodes.childNodes]
    for (const node of this.#open) node.remove()
    this.root.append(nodes)
    this.#open = fresh
  }
}

/** The lines after an opening fence that is not indented; undefined for anything else. */
function bodyOfFence(open: string): string | undefined {
  const fence = /^(`{3,}|~{3,})[^\n]*\n/.exec(open)
  return fence ? withoutHalfFence(open.slice(fence[0].length)) : undefined
}

function words(text: string): DocumentFragment {
  const fragment = document.createDocumentFragment()
  const paragraph = document.createElement("p")
  paragraph.className = "unkept"
  paragraph.append(text)
  fragment.append(paragraph)
  return fragment
}
