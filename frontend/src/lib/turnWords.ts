import type { Fold } from "./fold"
import { duration, thinking } from "./time"

/** After so long without a new word the line says so: a person should never wonder whether it still lives. */
export const SILENCE_MS = 10_000

export interface Waiting {
  /** Milliseconds since this page began to follow the turn. */
  elapsed: number
  /** Milliseconds since anything last came. */
  silent: number
  /** Whether the line to the house is up. */
  connected: boolean
}

/** The one line above an open answer: what happens now, and for how long. Empty while words flow. */
export function turnWords(fold: Pick<Fold, "state" | "text">, waiting: Waiting): string {
  if (!waiting.connected) return "No connection. The answer is being written all the same."
  const silent = waiting.silent >= SILENCE_MS ? duration(waiting.silent / 1000) : ""
  switch (fold.state) {
    case "waiting":
      return silent ? `Still waiting for a free line, ${silent}` : "Waiting for a free line"
    case "connecting":
      return silent ? `Grok has not answered for ${silent}. You can stop it at any time.` : "Reaching Grok"
    case "thinking":
      return thinking(waiting.elapsed / 1000, false)
    default:
      return silent ? `No new word for ${silent}. You can stop it at any time.` : ""
  }
}
