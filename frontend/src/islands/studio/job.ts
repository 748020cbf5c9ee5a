import type { Undo } from "../../lib/islands"
import { live } from "../../lib/live"

let left: string | undefined

/**
 * A job on the wall, or what came of it. It is replaced by itself whenever its bell rings; this keeps the focus with the
 * person who was in it, whatever it has become.
 */
export function mount(card: HTMLElement): Undo {
  const job = card.dataset.job
  const replaced = (event: Event) => {
    if (event.target === card && card.contains(document.activeElement)) left = job
  }
  live().arrived(card)
  if (left === job && document.activeElement === document.body) card.querySelector<HTMLElement>("a[href]")?.focus()
  if (left === job) left = undefined
  card.addEventListener("htmx:beforeSwap", replaced)
  return () => card.removeEventListener("htmx:beforeSwap", replaced)
}
