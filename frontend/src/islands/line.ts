import type { Undo } from "../lib/islands"
import { tab } from "../lib/tab"

const PATIENCE_MS = 1500 // a line that is back by then was never missed

/** The strip that says that this page hears nothing just now, and what that means; its words are the house's (chatapp/help). */
export function mount(strip: HTMLElement): Undo {
  let timer: ReturnType<typeof setTimeout> | undefined
  const show = (sentence: string) => {
    strip.textContent = sentence
    strip.hidden = sentence === ""
  }
  const forget = tab.onStanding((standing) => {
    clearTimeout(timer)
    if (standing.is === "away") timer = setTimeout(show, PATIENCE_MS, strip.dataset.away ?? "")
    else if (standing.is === "signed-out") show(strip.dataset.signedOut ?? "")
    else if (standing.is !== "connecting") show("")
  })
  return () => {
    clearTimeout(timer)
    forget()
  }
}
