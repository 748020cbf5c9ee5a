import type { Undo } from "../lib/islands"
import { leave, stay } from "../lib/toasts"

const SECONDS = 6

/** The toast area: what the server put there leaves after a while; every toast can be closed. */
export function mount(area: HTMLElement): Undo {
  for (const toast of area.querySelectorAll<HTMLElement>(".toast")) stay(toast, SECONDS)
  const close = (event: Event) => {
    const button = (event.target as Element).closest("[data-toast-close]")
    const toast = button?.closest<HTMLElement>(".toast")
    if (toast) leave(toast)
  }
  area.addEventListener("click", close)
  return () => area.removeEventListener("click", close)
}
