import htmx from "htmx.org"
import { csrfToken } from "../lib/csrf"
import type { Undo } from "../lib/islands"
import { CHANGED, shownNow, toldLater } from "../lib/keeping"
import { nameTab } from "../lib/nameTab"
import { shortcuts } from "../lib/shortcuts"
import { showSpent } from "../lib/spent"
import { tab } from "../lib/tab"

const IN_HAND_MS = 400
const TOGETHER_MS = 150 // several wake-ups often come at once: one look answers them all

/**
 * The list of conversations: fetched anew when something about one of them changed, in all windows at once. With it comes
 * what the person has spent: an answer's end is when that changes, however it ended.
 */
export function mount(nav: HTMLElement): Undo {
  let timer: ReturnType<typeof setTimeout> | undefined
  const fetchAnew = () => {
    const list = nav.querySelector<HTMLElement>("#conversations")
    // Its own source: requests of one element wait for each other, and only the last that waits is sent.
    if (!list) return
    if (inHand(nav)) {
      timer = setTimeout(fetchAnew, IN_HAND_MS)
      return
    }
    const where = { source: nav, target: "#conversations", swap: "outerHTML" } as const
    htmx.ajax("get", addressOf(list), where).catch(() => {}) // the line is away: when it is back one looks again
  }
  const soon = () => {
    clearTimeout(timer)
    timer = setTimeout(fetchAnew, TOGETHER_MS)
  }
  const forget = tab.onWake((topic) => {
    if (topic === "turn" || topic === "conversation") soon()
  })
  let missed = false
  const forgetStanding = tab.onStanding(({ is }) => {
    if (is === "away") missed = true
    if (is !== "open" || !missed) return
    missed = false
    soon() // what rang while the line was away was not heard
  })
  const swapped = () => {
    const list = nav.querySelector<HTMLElement>("#conversations")
    if (list) showSpent(document, list)
    sayTitle(nav)
  }

  let rows: Undo | undefined
  let gone = false
  // Arrows, menus and choosing several come with the first touch: most pages are only read.
  const liven = () => {
    for (const event of ["pointerenter", "focusin"]) nav.removeEventListener(event, liven)
    let early: Element | null = null // a thumb's first touch is its first tap, too: on the way to a row's menu
    const tapped = (event: Event) => {
      early = (event.target as Element).closest("button[data-menu-of]") ?? early
    }
    nav.addEventListener("click", tapped)
    void import("./rows").then((module) => {
      nav.removeEventListener("click", tapped)
      if (gone) return
      rows = module.liven(nav)
      early?.dispatchEvent(new Event("click", { bubbles: true })) // heard again; as no mouse's it opens and closes nothing
    })
  }
  for (const event of ["pointerenter", "focusin"]) nav.addEventListener(event, liven)
  const stopReading = readAlong()

  const search = () => void import("../lib/searchDialog").then((module) => module.openSearch())
  const forgetSearch = shortcuts.register({ keys: "mod+k", words: "Search", group: "Everywhere", run: search })
  const asked = (event: MouseEvent) => {
    if (!(event.target as Element).closest("[data-search]") || event.ctrlKey || event.metaKey) return
    event.preventDefault()
    search()
  }
  document.addEventListener("click", asked)
  toldLater()
  document.addEventListener(CHANGED, soon)
  document.addEventListener("turn:ended", soon) // it may have ended before this tab's line was there to hear the bell
  nav.addEventListener("htmx:afterRequest", swapped)
  tab.start()
  return () => {
    clearTimeout(timer)
    gone = true
    rows?.()
    forgetSearch()
    document.removeEventListener("click", asked)
    stopReading()
    for (const event of ["pointerenter", "focusin"]) nav.removeEventListener(event, liven)
    document.removeEventListener(CHANGED, soon)
    forget()
    forgetStanding()
    document.removeEventListener("turn:ended", soon)
    nav.removeEventListener("htmx:afterRequest", swapped)
  }
}

/** A row's menu is open or its title is being written: a list drawn anew would take it out of somebody's hands. */
function inHand(nav: HTMLElement): boolean {
  return !!document.querySelector("#row-menu[data-open]") || !!nav.querySelector("input[name=title]")
}

/** Where we are may have changed since the list was drawn: the first answer gives the page its address. */
function addressOf(list: HTMLElement): string {
  // What is on the page stays on it: all down to the mark of the next stretch, or to the beginning of time.
  const through = list.querySelector<HTMLElement>("[data-before]")?.dataset.before ?? "0001-01-01T00:00:00+00:00"
  const asked = new URLSearchParams({ current: shownNow(), through })
  return `${(list.getAttribute("hx-get") ?? "/c/").split("?")[0]}?${asked}`
}

/** An answer that ends before somebody's eyes is read; one that ended out of sight is, as soon as they look. */
function readAlong(): Undo {
  let unread = false
  const read = () => {
    if (!unread || document.hidden || !shownNow()) return
    unread = false
    const headers = { "X-CSRFToken": csrfToken() }
    void fetch(`/c/${shownNow()}/read/`, { method: "POST", headers, keepalive: true }).catch(() => {})
  }
  const ended = () => {
    unread = true
    read()
    if (document.hidden) void import("../lib/badge").then((module) => module.badge(document))
  }
  document.addEventListener("turn:ended", ended)
  document.addEventListener("visibilitychange", read)
  return () => {
    document.removeEventListener("turn:ended", ended)
    document.removeEventListener("visibilitychange", read)
  }
}

/** A title made by the engine, or changed in another window, stands over the thread and in the tab as well. */
function sayTitle(nav: HTMLElement): void {
  const title = nav.querySelector(`a[aria-current="page"] .title`)?.textContent
  const heading = document.querySelector("#name h1")
  if (!title || !heading) return
  if (heading.textContent !== title) heading.textContent = title
  nameTab(document, title)
}
