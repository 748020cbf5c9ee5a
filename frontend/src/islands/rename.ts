import type { Undo } from "../lib/islands"
import { nameTab } from "../lib/nameTab"

/** The form with a conversation's title: it begins with the title of now, and once that is changed its menu closes. */
export function mount(form: HTMLElement): Undo {
  const menu = form.closest<HTMLElement>("[popover]")
  const field = form.querySelector<HTMLInputElement>("input[name=title]")
  const title = () => document.querySelector("#name h1")?.textContent ?? ""
  const opened = (event: Event) => {
    if (!field || (event as ToggleEvent).newState !== "open") return
    field.value = title() // the engine may have named it since the page was made
    if (matchMedia("(hover: hover)").matches) field.select() // a thumb would get the keyboard over the menu
  }
  const answered = (event: Event) => {
    if (!(event as CustomEvent<{ successful: boolean }>).detail.successful) return
    nameTab(document, title())
    menu?.hidePopover() // the focus goes back to the button that opened it
  }

  menu?.addEventListener("toggle", opened)
  form.addEventListener("htmx:afterRequest", answered)
  return () => {
    menu?.removeEventListener("toggle", opened)
    form.removeEventListener("htmx:afterRequest", answered)
  }
}
