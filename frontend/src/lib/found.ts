import { csrfToken } from "./csrf"
import { make } from "./dom"
import type { Undo } from "./islands"

/** What was found: arrows move among it and back to the field, Enter goes to the message, on its branch. */
export function followFinds(place: HTMLElement, field: HTMLInputElement): Undo {
  const finds = () => [...place.querySelectorAll<HTMLElement>("a[data-found]")]
  const pressed = (event: KeyboardEvent) => {
    if (event.isComposing || (event.key !== "ArrowDown" && event.key !== "ArrowUp")) return
    const all = finds()
    const at = all.indexOf(document.activeElement as HTMLElement)
    const next = event.key === "ArrowDown" ? all[at + 1] : at > 0 ? all[at - 1] : field
    if (!next) return
    event.preventDefault()
    next.focus()
  }
  const clicked = (event: MouseEvent) => {
    const find = (event.target as Element).closest<HTMLElement>("a[data-jump]")
    if (!find || event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return
    event.preventDefault()
    jump(find)
  }
  place.addEventListener("keydown", pressed)
  place.addEventListener("click", clicked)
  return () => {
    place.removeEventListener("keydown", pressed)
    place.removeEventListener("click", clicked)
  }
}

/** A command, not a link: the branch of the message is the one shown from then on. */
function jump(find: HTMLElement): void {
  const field = (name: string, value = "") => make("input", { type: "hidden", name, value })
  const form = make(
    "form",
    { method: "post", action: find.dataset.jump ?? "", hidden: true },
    field("csrfmiddlewaretoken", csrfToken()),
    field("message", find.dataset.message),
  )
  document.body.append(form)
  form.submit()
}
