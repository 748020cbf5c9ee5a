import { compareIn } from "../lib/comparing"
import { changed } from "../lib/composing"
import type { Undo } from "../lib/islands"

/**
 * The engine's menu in the composer. Enter in one of its fields sets it and sends nothing; whatever changes, the composer
 * hears of it.
 */
export function mount(menu: HTMLElement): Undo {
  const press = (event: KeyboardEvent) => {
    const field = event.target as HTMLElement
    if (event.key !== "Enter" || !field.matches("input, select")) return
    event.preventDefault()
    if (field.matches("[type=radio], [type=checkbox]")) menu.hidePopover()
    else field.blur() // a field that has changed says so when it is left
  }
  const tell = () => changed(menu)
  const show = (event: Event) => {
    if ((event as ToggleEvent).newState !== "open") return
    const chosen = menu.querySelector<HTMLElement>("input[name=engine]:checked")
    chosen?.focus()
    chosen?.scrollIntoView({ block: "nearest" })
  }
  const leave = compareIn(menu, tell)
  menu.addEventListener("keydown", press)
  menu.addEventListener("change", tell)
  menu.addEventListener("toggle", show)
  return () => {
    leave()
    menu.removeEventListener("keydown", press)
    menu.removeEventListener("change", tell)
    menu.removeEventListener("toggle", show)
  }
}
