import { sentenceFor } from "./htmx"
import { say } from "./toasts"

const LATER = "salon:thrown-away"

/** Throw a thing away. Offers the way back in passing; `back` puts it where it was. False: it was not possible, and said. */
export async function throwAway(address: string, restore: string, back: () => void): Promise<boolean> {
  if (!(await post(address))) return false
  offer(restore, back)
  return true
}

/** The same where the page of the thing itself is left: the next page offers the way back, which leads to the thing. */
export async function throwAwayAndLeave(address: string, restore: string, next: string): Promise<void> {
  if (!(await post(address))) return
  sessionStorage.setItem(LATER, JSON.stringify({ restore, thing: location.pathname }))
  location.assign(next)
}

/** What the page before left to be said here. */
export function toldLater(): void {
  const kept = sessionStorage.getItem(LATER)
  if (!kept) return
  sessionStorage.removeItem(LATER)
  const { restore, thing } = JSON.parse(kept) as { restore: string; thing: string }
  offer(restore, () => location.assign(thing))
}

function offer(restore: string, back: () => void): void {
  const run = () => void post(restore).then((restored) => restored && back())
  say("Deleted. It is in the trash for a while.", { action: "Take it back", run })
}

/** POST as our forms do. False, and said in passing: it did not happen. */
async function post(address: string): Promise<boolean> {
  const token = document.querySelector<HTMLMetaElement>('meta[name="csrf-token"]')?.content ?? ""
  try {
    const answer = await fetch(address, { method: "POST", headers: { "X-CSRFToken": token, "HX-Request": "true" } })
    if (!answer.ok) say(sentenceFor(answer.status), { kind: "bad" })
    return answer.ok
  } catch {
    say("No connection. Nothing was changed; try again in a moment.", { kind: "bad" })
    return false
  }
}
