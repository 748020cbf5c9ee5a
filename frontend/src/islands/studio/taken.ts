import type { Undo } from "../../lib/islands"

/** Rows that can be taken out of a list: whoever takes one out goes on at the next, or at the last there is. */
export function mount(list: HTMLElement): Undo {
  let left: { row: string; next: Element | null } | undefined
  const leaves = (event: Event) => {
    const row = event.target as HTMLElement
    if (row.parentElement !== list || !row.contains(document.activeElement)) return
    left = { row: row.id, next: row.nextElementSibling ?? row.previousElementSibling }
  }
  const watcher = new MutationObserver(() => {
    if (!left) return
    const { row, next } = left
    left = undefined
    if (document.getElementById(row)) return // it was written anew
    const goesOn = next?.isConnected ? next : document.getElementById("batch-which")
    goesOn?.querySelector<HTMLElement>("a, button, textarea, input")?.focus()
  })
  list.addEventListener("htmx:beforeSwap", leaves)
  watcher.observe(list, { childList: true })
  return () => {
    list.removeEventListener("htmx:beforeSwap", leaves)
    watcher.disconnect()
  }
}
