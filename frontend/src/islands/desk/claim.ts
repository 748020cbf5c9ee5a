import { csrfToken } from "../../lib/csrf"
import { announce, make } from "../../lib/dom"
import { BEAT, Holding } from "../../lib/holding"
import type { Undo } from "../../lib/islands"

const TOUCHES = ["pointerdown", "keydown", "wheel", "touchmove"] as const

/**
 * The open case is held while somebody looks at it: `data-hold` and `data-give-back` are where to say so, `data-ticket`
 * is this page's own, so that leaving it frees nothing that a later page holds.
 */
export function mount(place: HTMLElement): Undo {
  const { hold = "", giveBack = "", ticket = "" } = place.dataset
  const words = () => {
    const said = new FormData()
    said.set("csrfmiddlewaretoken", csrfToken())
    said.set("ticket", ticket)
    return said
  }
  const holding = new Holding({
    now: () => Date.now(),
    hold: async () => {
      // No answer is no news: the claim lasts minutes longer than a beat.
      const answer = await fetch(hold, { method: "POST", body: words() }).catch(() => undefined)
      return answer?.status === 409 ? ((await answer.json()) as { sentence: string }).sentence : undefined
    },
    giveBack: () => void navigator.sendBeacon(giveBack, words()),
    left: () => tell("You were away, so others may take this. Touch anything to hold it again."),
    lost: tell,
  })
  const touched = () => void holding.touch()
  const seen = () => void holding.beat(document.visibilityState === "visible")
  const gone = () => holding.leave()
  const back = (event: PageTransitionEvent) => event.persisted && touched()

  const timer = setInterval(seen, BEAT)
  for (const touch of TOUCHES) addEventListener(touch, touched, { passive: true })
  document.addEventListener("visibilitychange", seen)
  addEventListener("pagehide", gone)
  addEventListener("pageshow", back)
  return () => {
    clearInterval(timer)
    for (const touch of TOUCHES) removeEventListener(touch, touched)
    document.removeEventListener("visibilitychange", seen)
    removeEventListener("pagehide", gone)
    removeEventListener("pageshow", back)
  }
}

function tell(sentence: string): void {
  document.getElementById("case-claim")?.replaceChildren(make("span", { class: "flag" }, sentence))
  announce(sentence)
}
