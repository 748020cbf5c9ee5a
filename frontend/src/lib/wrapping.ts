const KEPT = "code-wraps"

/** Let long lines of this block break, if the person wanted that the last time. */
export function wrapsLines(block: HTMLElement): void {
  if (wanted()) show(block, true)
}

/** Turn it over, for this block and those to come. */
export function toggleWrap(block: HTMLElement): void {
  const wraps = !("wrapped" in block.dataset)
  show(block, wraps)
  try {
    localStorage.setItem(KEPT, wraps ? "yes" : "no")
  } catch {} // a browser that keeps nothing asks again
}

function show(block: HTMLElement, wraps: boolean): void {
  block.toggleAttribute("data-wrapped", wraps)
  block.querySelector("[data-wrap]")?.setAttribute("aria-pressed", String(wraps))
}

function wanted(): boolean {
  try {
    return localStorage.getItem(KEPT) === "yes"
  } catch {
    return false
  }
}
