import htmx from "htmx.org"

/** The answers on this page that are still being written. */
export function openTurns(): HTMLElement[] {
  return [...document.querySelectorAll<HTMLElement>("#thread [data-stop][data-open]")]
}

/** Stop each by its name: an old Stop can never touch another. */
export function stopAll(): void {
  for (const turn of openTurns()) {
    // Each its own source: of several requests of one source htmx sends the first and the last.
    if (turn.dataset.stop) void htmx.ajax("post", turn.dataset.stop, { source: turn, swap: "none" })
  }
}
