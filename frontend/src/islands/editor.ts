import { grow } from "../lib/growing"
import type { Undo } from "../lib/islands"

/** A question being put differently: Ctrl or Cmd with Enter asks, Escape and Cancel leave it as it was. */
export function mount(element: HTMLElement): Undo {
  const form = element as HTMLFormElement
  const words = form.querySelector<HTMLTextAreaElement>("textarea")
  const cancel = form.querySelector<HTMLElement>("[data-cancel]")
  const asked = form.closest(".asked")
  if (!words || !cancel || !asked) return () => {} // on a page of its own it is a plain form
  const leave = (event: Event) => {
    event.preventDefault()
    event.stopPropagation()
    form.remove()
    asked.querySelector<HTMLElement>("[href][hx-get]")?.focus({ preventScroll: true })
  }
  const press = (event: KeyboardEvent) => {
    if (event.isComposing) return
    if (event.key === "Escape") leave(event)
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return
    event.preventDefault()
    form.requestSubmit()
  }
  const size = () => grow(words)

  for (const other of asked.querySelectorAll("form.editor")) if (other !== form) other.remove()
  size()
  words.focus({ preventScroll: true })
  words.setSelectionRange(words.value.length, words.value.length)
  words.addEventListener("input", size)
  form.addEventListener("keydown", press)
  cancel.addEventListener("click", leave)
  return () => {}
}
