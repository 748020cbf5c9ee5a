import type { Undo } from "../../lib/islands"
import { shortcuts } from "../../lib/shortcuts"

/** The search field of the desk: `/` goes there, Escape leaves it, so that letters are keys again. */
export function mount(form: HTMLElement): Undo {
  const field = form.querySelector<HTMLInputElement>("input[name=q]")
  if (!field || form.dataset.keys === "off") return () => {}
  const pressed = (event: KeyboardEvent) => event.key === "Escape" && !field.value && field.blur()
  field.addEventListener("keydown", pressed)
  const forget = shortcuts.register({
    keys: "/",
    words: "Search cases",
    group: "Desk",
    run: () => field.focus(),
  })
  return () => {
    forget()
    field.removeEventListener("keydown", pressed)
  }
}
