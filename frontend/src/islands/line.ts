import type { Undo } from "../lib/islands"
import { tab } from "../lib/tab"

const PATIENCE_MS = 1500 // a line that is back by then was never missed

/** The strip that says that this page hears nothing just now, and what that means. */
export function mount(strip: HTMLElement): Undo {
  let timer: ReturnType<typeof setTimeout> | undefined
  const show = (sentence: string) => {
    strip.textContent = sentence
    strip.hidden = sentence === ""
  }
  const forget = tab.onStanding((standing) => {
    clearTimeout(timer)
    if (standing.is === "away") timer = setTimeout(show, PATIENCE_MS, AWAY)
    else if (standing.is === "signed-out") show(SIGNED_OUT)
    else if (standing.is !== "connecting") show("")
  })
  return () => {
    clearTimeout(timer)
    forget()
  }
}

const AWAY = "No connection. Nothing is lost: answers go on without you and will be here when the line is back."
const SIGNED_OUT = "You are signed out here. Load the page again to sign in; what you typed stays."
