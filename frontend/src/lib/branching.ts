import type { Undo } from "./islands"
import { shortcuts } from "./shortcuts"

/** What a command about branches replaces, with all that follows it: a turn, or answers side by side. */
const SECTION = "[data-section]"

/**
 * Switching branches: Alt+← and Alt+→ turn through the answers of the turn that has the focus (in the question: through its
 * wordings), and a fragment that came as "the thread from here on" takes the place of all that stood there, at the same
 * height of the window; `stayed` hears that it does.
 */
export function listenForBranches(thread: HTMLElement, scroller: HTMLElement, stayed: () => void): Undo {
  const rest = (event: Event) => {
    const section = (event.target as Element).closest(SECTION)
    if (!section) return
    const above = section.previousElementSibling
    const stale = following(section)
    const top = section.getBoundingClientRect().top
    // After the swap, which happens in this same task: so the page never grows shorter in between, and nothing jumps.
    queueMicrotask(() => {
      for (const element of stale) element.remove()
      const fresh = above ? above.nextElementSibling : thread.firstElementChild
      if (document.activeElement === document.body && fresh instanceof HTMLElement) fresh.focus({ preventScroll: true })
      // What was new came before what went, and the browser held on to that.
      if (fresh) scroller.scrollTop += fresh.getBoundingClientRect().top - top
      stayed()
    })
  }
  const turn = (to: "before" | "after") => {
    const button = arrow(document.activeElement, to)
    if (button?.getAttribute("aria-disabled") !== "true") button?.click()
  }
  const forget = (["before", "after"] as const).map((to) =>
    shortcuts.register({
      keys: to === "before" ? "alt+arrowleft" : "alt+arrowright",
      words: to === "before" ? "The answer or wording before" : "The answer or wording after",
      group: "Parlour",
      run: (event) => {
        event.preventDefault() // elsewhere it is the browser's way back
        turn(to)
      },
      when: () => arrow(document.activeElement, to) !== null,
    }),
  )

  thread.addEventListener("thread:rest", rest)
  return () => {
    thread.removeEventListener("thread:rest", rest)
    for (const each of forget) each()
  }
}

function following(element: Element): Element[] {
  const all: Element[] = []
  for (let next = element.nextElementSibling; next; next = next.nextElementSibling) all.push(next)
  return all
}

/** The arrow that is meant from where the focus is: the question's wordings while in it, else the answers. */
export function arrow(focus: Element | null, to: "before" | "after"): HTMLButtonElement | null {
  const section = focus?.closest(SECTION)
  if (!section) return null
  const asked = focus?.closest(".asked")
  const order = asked ? ["wording", "answer"] : ["answer", "wording"]
  const form = order.map((of) => section.querySelector(`form[data-branch=${of}]`)).find((found) => found)
  return form?.querySelector<HTMLButtonElement>(to === "before" ? "button" : "button:last-of-type") ?? null
}
