import type { Undo } from "./islands"

const ROWS = ".list-item > a"

/**
 * The rows of a list are one stop of the Tab key: arrows, Home and End move within, and the list remembers where one was,
 * also when it is drawn anew (htmx gives the focus back by id).
 */
export function moveAmong(list: HTMLElement): Undo {
  const rows = () => [...list.querySelectorAll<HTMLElement>(ROWS)]
  const settle = () => {
    const all = rows()
    const here = all.find((row) => row === document.activeElement) ?? all.find((row) => row.ariaCurrent) ?? all[0]
    for (const row of all) row.tabIndex = row === here ? 0 : -1
  }
  const pressed = (event: KeyboardEvent) => {
    const all = rows()
    const at = all.indexOf(event.target as HTMLElement)
    if (at < 0) return
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: all.length - 1 }[event.key]
    const next = to === undefined ? undefined : all[to]
    if (!next) return
    event.preventDefault()
    next.focus()
  }
  settle()
  list.addEventListener("focusin", settle)
  list.addEventListener("keydown", pressed)
  list.addEventListener("htmx:afterSettle", settle)
  return () => {
    list.removeEventListener("focusin", settle)
    list.removeEventListener("keydown", pressed)
    list.removeEventListener("htmx:afterSettle", settle)
    for (const row of rows()) row.removeAttribute("tabindex")
  }
}
