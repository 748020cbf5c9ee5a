import type { Kit } from "./painter"

let kit: Promise<Kit> | undefined

/** The Markdown kit, fetched once, when the first reply streams; colours for code come when there is code. */
export function markdownKit(): Promise<Kit> {
  kit ??= import("./markdown").then(({ draw, blocks }) => ({ draw, blocks, highlight }))
  return kit
}

function highlight(block: HTMLElement): void {
  if (block.dataset.language === "text") return
  void import("./highlight").then((colours) => colours.highlight(block)).catch(() => {}) // then it stays in one colour
}
