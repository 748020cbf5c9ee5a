import { csrfToken } from "../lib/csrf"
import type { Undo } from "../lib/islands"
import { forgetPlace } from "../lib/temporary"

const HERE_MS = 60_000 // a hidden tab's timers run no oftener; the house waits several of these before it ends the chat

/** A temporary chat in this tab: says that it is open, and leaves when it has ended elsewhere. */
export function mount(strip: HTMLElement): Undo {
  const { here = "", conversation = "" } = strip.dataset
  let leaving = false // by the button: the page that comes says so, and must not be replaced on its way
  const leave = () => {
    if (leaving) return
    forgetPlace(sessionStorage, conversation)
    location.replace("/")
  }
  const tell = async () => {
    try {
      const answer = await fetch(here, { method: "POST", headers: { "X-CSRFToken": csrfToken() } })
      if (answer.status === 404) leave()
    } catch {
      // The network is away; the next one tells.
    }
  }
  const ended = () => {
    leaving = true
    forgetPlace(sessionStorage, conversation)
  }
  const seen = () => document.visibilityState === "visible" && void tell()
  const told = () => void tell()
  const timer = setInterval(told, HERE_MS)
  strip.addEventListener("submit", ended)
  strip.addEventListener("wake", told)
  document.addEventListener("visibilitychange", seen)
  void tell()
  return () => {
    clearInterval(timer)
    strip.removeEventListener("submit", ended)
    strip.removeEventListener("wake", told)
    document.removeEventListener("visibilitychange", seen)
  }
}
