import { followFinds } from "../lib/found"
import type { Undo } from "../lib/islands"

/** The search as a page: arrows and jumps, and words of the language to begin with. */
export function mount(place: HTMLElement): Undo {
  const field = place.querySelector<HTMLInputElement>("input[name=q]")
  if (!field) return () => {}
  const added = (event: Event) => {
    const word = (event.target as Element).closest<HTMLElement>("[data-add]")?.dataset.add
    if (!word) return
    field.value = `${field.value.trimEnd()} ${word}`.trimStart()
    field.focus()
  }
  place.addEventListener("click", added)
  const leave = followFinds(place, field)
  return () => {
    leave()
    place.removeEventListener("click", added)
  }
}
