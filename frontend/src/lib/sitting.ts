import type { Undo } from "./islands"
import { say } from "./toasts"

export interface Sitting {
  began: number
  seen: number
}

/** So long without looking at the desk is a break, whatever one did meanwhile. */
export const BREAK = 5 * 60_000
const KEY = "salon:desk-sitting"
const EACH = 30_000

/** The sitting that goes on, or a new one after a break. */
export function goesOn(kept: Sitting | undefined, now: number): Sitting {
  return kept && now - kept.seen < BREAK ? { began: kept.began, seen: now } : { began: now, seen: now }
}

/** Whether it is time; asked again, it is time again only after as long once more. */
export function due(sitting: Sitting, minutes: number): boolean {
  return minutes > 0 && sitting.seen - sitting.began >= minutes * 60_000
}

/** Say, after so many minutes at the desk, that a break is due. It holds nothing up, and 0 never says it. */
export function remindOfBreaks(minutes: number): Undo {
  const look = () => {
    if (document.hidden) return
    let sitting = goesOn(read(), Date.now())
    if (due(sitting, minutes)) {
      say(`You have looked for ${minutes} minutes. Look at something far away for a while: the queue can wait.`, {
        seconds: 20,
      })
      sitting = { began: sitting.seen, seen: sitting.seen }
    }
    sessionStorage.setItem(KEY, JSON.stringify(sitting))
  }
  look()
  const timer = setInterval(look, EACH)
  return () => clearInterval(timer)
}

function read(): Sitting | undefined {
  try {
    return JSON.parse(sessionStorage.getItem(KEY) ?? "") as Sitting
  } catch {
    return undefined
  }
}
