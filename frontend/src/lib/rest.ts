import type { Cut } from "./cuts"

const PLACES = { paragraph: "p", list: "ul, ol", table: ".table" }

/** The element in which a block goes on that was cut: words in its paragraph, items in its list, rows in its table. */
export class Rest {
  private constructor(
    private readonly place: Element,
    private readonly kind: Cut["kind"],
  ) {}

  /** What was drawn last, if it is of this kind. */
  static of(root: HTMLElement, kind: Cut["kind"]): Rest | undefined {
    const last = root.lastElementChild
    return last?.matches(PLACES[kind]) ? new Rest(last, kind) : undefined
  }

  /** The space at which a paragraph was cut. */
  joint(): void {
    if (this.kind === "paragraph") this.place.append(" ")
  }

  /** Take out of these nodes what belongs here; returns what was taken. */
  take(nodes: DocumentFragment): ChildNode[] {
    const more = nodes.firstElementChild
    if (!more?.matches(PLACES[this.kind]) || (this.kind === "list" && more.tagName !== this.place.tagName)) return []
    const from = this.kind === "table" ? more.querySelector("tbody") : more
    const into = this.kind === "table" ? this.place.querySelector("tbody") : this.place
    const taken = [...(from?.childNodes ?? [])]
    into?.append(...taken)
    more.remove()
    return taken
  }
}
