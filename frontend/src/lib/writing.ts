import htmx from "htmx.org"

/** The answers on this page that are still being written. */
export function openTurns(): HTMLElement[] {
  return [...document.querySelectorAll<HTMLElement>("#thread [data-stop][data-open]")]
}

/** Stop each by its name: an old Stop can never touch another. */
export function stopAll(): void {
  for (const { dataset } of openTurns()) {
    // A source of its own: it waits for no other request, and takes no other's place.
    if (dataset.stop) void htmx.ajax("post", dataset.stop, { source: "#thread", swap: "none" })
  }
}
