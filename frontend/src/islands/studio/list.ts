import type { Undo } from "../../lib/islands"

/** The form that takes a list: a file dropped anywhere on it is chosen as if by the button. */
export function mount(form: HTMLElement): Undo {
  const field = form.querySelector<HTMLInputElement>("input[type=file]")
  const over = (event: DragEvent) => {
    if (!event.dataTransfer?.types.includes("Files")) return
    event.preventDefault()
    form.toggleAttribute("data-over", true)
  }
  const left = () => form.toggleAttribute("data-over", false)
  const dropped = (event: DragEvent) => {
    left()
    if (!field || !event.dataTransfer?.files.length) return
    event.preventDefault()
    field.files = event.dataTransfer.files
    field.focus()
  }
  form.addEventListener("dragover", over)
  form.addEventListener("dragleave", left)
  form.addEventListener("drop", dropped)
  return () => {
    form.removeEventListener("dragover", over)
    form.removeEventListener("dragleave", left)
    form.removeEventListener("drop", dropped)
  }
}
