import htmx from "htmx.org"
import type { Undo } from "../lib/islands"
import { CHANGED } from "../lib/keeping"
import { moveAmong } from "../lib/roving"
import { listenForRowMenus } from "../lib/rowMenu"
import { Selecting } from "../lib/selecting"
import { tab } from "../lib/tab"

const TOGETHER_MS = 150

/** A list of conversations in the middle of a page: its rows as in the sidebar, fetched anew when one of them changed. */
export function mount(list: HTMLElement): Undo {
  const undo = liven(list)
  let timer: ReturnType<typeof setTimeout> | undefined
  const fetchAnew = () =>
    void htmx.ajax("get", location.pathname, { source: list, target: list, swap: "innerHTML" }).catch(() => {})
  const soon = () => {
    clearTimeout(timer)
    timer = setTimeout(fetchAnew, TOGETHER_MS)
  }
  const forget = tab.onWake((topic) => {
    if (topic === "conversation") soon()
  })
  document.addEventListener(CHANGED, soon)
  return () => {
    clearTimeout(timer)
    forget()
    document.removeEventListener(CHANGED, soon)
    undo()
  }
}

/** What a list of rows can do, wherever it stands: arrows, the menu of a row, choosing several. */
export function liven(list: HTMLElement): Undo {
  const selecting = new Selecting(list)
  const undo = [moveAmong(list), listenForRowMenus(list, selecting), () => selecting.end()]
  return () => {
    for (const each of undo) each()
  }
}
