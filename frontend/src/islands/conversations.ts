import htmx from "htmx.org"
import type { Undo } from "../lib/islands"
import { tab } from "../lib/tab"

const TOGETHER_MS = 150 // several wake-ups often come at once: one look answers them all

/** The list of conversations: fetched anew when something about one of them changed, in all windows at once. */
export function mount(nav: HTMLElement): Undo {
  let timer: ReturnType<typeof setTimeout> | undefined
  const fetchAnew = () => {
    const list = nav.querySelector<HTMLElement>("#conversations")
    if (list) void htmx.ajax("get", addressOf(list), { target: list, swap: "outerHTML" }).then(() => sayTitle(nav))
  }
  const forget = tab.onWake((topic) => {
    if (topic !== "turn" && topic !== "conversation") return
    clearTimeout(timer)
    timer = setTimeout(fetchAnew, TOGETHER_MS)
  })

  tab.start()
  return () => {
    clearTimeout(timer)
    forget()
  }
}

/** Where we are may have changed since the list was drawn: the first answer gives the page its address. */
function addressOf(list: HTMLElement): string {
  const current = /^\/c\/([0-9a-f-]{36})\//.exec(location.pathname)?.[1] ?? ""
  return `${(list.getAttribute("hx-get") ?? "/c/").split("?")[0]}?current=${current}`
}

/** A title made by the engine, or changed in another window, stands over the thread and in the tab as well. */
function sayTitle(nav: HTMLElement): void {
  const title = nav.querySelector(`a[aria-current="page"] .title`)?.textContent
  const heading = document.querySelector("#name h1")
  if (!title || !heading || heading.textContent === title) return
  heading.textContent = title
  document.title = document.title.replace(/^.*(?= · Salon)/, title)
}
