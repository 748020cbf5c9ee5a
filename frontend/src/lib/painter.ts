import { type Block, BlockSplitter } from "./blocks"
import { dress, dressCode } from "./code"
import { type Cut, cutOf } from "./cuts"
import { takeOver } from "./formulas"
import { GrowingCode, onlyGrows } from "./growingCode"
import { mend } from "./mend"
import { Rest } from "./rest"

/** What turns Markdown into nodes: `markdown.ts`, fetched when the first reply streams. */
export interface Kit {
  draw(text: string): DocumentFragment
  blocks(text: string): Block[]
  highlight?(block: HTMLElement): void
}

type Frame = (run: () => void) => void

const STEP = 1000 // characters taken up at once: what comes in a flood is drawn in several goes
const BUDGET_MS = 8 // of a frame
const TOO_LONG = 24_000 // an open block that cannot be cut is drawn when it is finished; until then its words stand

/**
 * Draws one open reply. Finished blocks are drawn once and never touched again; only the block that still grows is drawn
 * anew, at most once a frame, and a long one only from its last cut on. Until the kit is there, the words stand as they come.
 */
export class Painter {
  #kit: Kit | undefined
  #splitter: BlockSplitter | undefined
  #arrived = ""
  #unkept = "" // what came before the kit
  #open: ChildNode[] = []
  #code: GrowingCode | undefined // the open block, when it is code
  #rest: Rest | undefined // where the open block goes on, when its beginning is finished
  #due = false
  #ended = false
  #over = () => {}
  #idleUntil = 0

  /** Everything is drawn, and nothing is drawn here any more. */
  readonly done = new Promise<void>((resolve) => {
    this.#over = resolve
  })

  constructor(
    private readonly root: HTMLElement,
    kit: Promise<Kit>,
    private readonly frame: Frame = (run) => (document.hidden ? setTimeout(run) : requestAnimationFrame(run)),
    private readonly now: () => number = () => performance.now(),
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
    this.#soon()
  }

  /** The log begins anew: draw from nothing. */
  restart(): void {
    this.#arrived = this.#unkept = ""
    this.#open = []
    this.#code = this.#rest = undefined
    this.#splitter &&= new BlockSplitter(this.#splitter.find)
    this.root.replaceChildren()
  }

  /** No more words come: everything is finished. */
  end(): void {
    this.#ended = true
    this.#due = false // a hidden page gets no frames, and what waits for one would wait until somebody looks
    this.#idleUntil = 0
    this.#paint()
  }

  #equip(kit: Kit): void {
    if (this.#ended && !this.#arrived) return // the words stand, and the server's own drawing comes
    this.#kit = kit
    this.#splitter = new BlockSplitter(kit.blocks)
    this.#arrived = this.#unkept + this.#arrived
    this.#unkept = ""
    this.#paint()
  }

  #soon(): void {
    if (this.#due) return
    this.#due = true
    this.frame(() => {
      this.#due = false
      if (this.now() < this.#idleUntil) this.#soon()
      else this.#paint()
    })
  }

  #paint(): void {
    const began = this.now()
    if (this.#splitter) this.#paintBlocks(this.#splitter, began + BUDGET_MS)
    else this.#paintWords()
    const took = this.now() - began
    // Whoever is slow at this draws more seldom: the page is for reading and typing, too.
    this.#idleUntil = took > BUDGET_MS ? began + 3 * took : 0
    if (this.#arrived) this.#soon()
    else if (this.#ended) {
      delete this.root.dataset.open
      this.#over()
    }
  }

  #paintWords(): void {
    const text = this.#arrived
    this.#arrived = ""
    this.#unkept += text
    const last = this.#open[0]?.lastChild
    if (last instanceof Text) last.appendData(text)
    else if (text) this.#showOpen(words(text))
  }

  #paintBlocks(splitter: BlockSplitter, until: number): void {
    const before = this.#arrived.length
    while (this.#arrived && this.now() < until) this.#take(splitter)
    if (this.#arrived) return
    if (this.#ended) this.#seal(splitter.end())
    else if (before) this.#drawOpen(splitter.open)
  }

  #take(splitter: BlockSplitter): void {
    const text = this.#arrived.slice(0, STEP)
    this.#arrived = this.#arrived.slice(STEP)
    for (const block of splitter.push(text)) this.#seal(block)
    for (let cut = cutOf(splitter.open); cut; cut = cutOf(splitter.open)) {
      this.#sealPart(splitter.cut(cut.at, cut.lead), cut.kind)
    }
  }

  /** Draw a finished block for good. */
  #seal(block: string): void {
    if (this.#code && onlyGrows(block)) this.#code.finish(block)
    else this.#show(this.#drawn(block))
    const codes = this.#open.flatMap((node) => (node instanceof HTMLElement ? codesIn(node) : []))
    this.#open = []
    this.#code = this.#rest = undefined
    for (const code of codes) {
      dressCode(code)
      this.#kit?.highlight?.(code)
    }
  }

  /** Draw the finished beginning of a block; what follows goes on in the same element. */
  #sealPart(part: string, kind: Cut["kind"]): void {
    this.#show(this.#drawn(part))
    this.#rest ??= Rest.of(this.root, kind)
    this.#rest?.joint()
    this.#open = []
  }

  #drawOpen(open: string): void {
    if (this.#code && onlyGrows(open)) return this.#code.grow(open)
    if (open.length > TOO_LONG) return this.#growWords(open)
    this.#show(this.#drawn(mend(open), true))
    const code = onlyGrows(open) ? this.root.lastElementChild?.querySelector("code") : null
    this.#code = code ? new GrowingCode(code, open) : undefined
  }

  #growWords(open: string): void {
    const paragraph = this.#open[0]
    const last = paragraph instanceof HTMLElement && paragraph.matches(".unkept") ? paragraph.lastChild : undefined
    if (last instanceof Text) last.appendData(open.slice(last.length))
    else this.#show(words(open))
  }

  #drawn(text: string, growing = false): DocumentFragment {
    const nodes = this.#kit?.draw(text) ?? words(text)
    dress(nodes, growing)
    return nodes
  }

  #show(nodes: DocumentFragment): void {
    takeOver(this.#open, nodes)
    this.#showOpen(nodes)
  }

  #showOpen(nodes: DocumentFragment): void {
    for (const node of this.#open) node.remove()
    this.#open = this.#rest?.take(nodes) ?? []
    this.#open.push(...nodes.childNodes)
    this.root.append(nodes)
  }
}

function codesIn(node: HTMLElement): HTMLElement[] {
  return node.matches(".code") ? [node] : [...node.querySelectorAll<HTMLElement>(".code")]
}

function words(text: string): DocumentFragment {
  const fragment = document.createDocumentFragment()
  const paragraph = document.createElement("p")
  paragraph.className = "unkept"
  paragraph.append(text)
  fragment.append(paragraph)
  return fragment
}
