import type { Fold } from "./fold"
import type { Place } from "./frames"
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
  /** Where it stands in line, as last told. */
  line?: Place | undefined
}

/** The one line above an open answer: what happens now, and for how long. Empty while words flow. */
export function turnWords(fold: Pick<Fold, "state" | "text">, waiting: Waiting): string {
  if (!waiting.connected) return "No connection. The answer is being written all the same."
  const silent = waiting.silent >= SILENCE_MS ? duration(waiting.silent / 1000) : ""
  switch (fold.state) {
    case "waiting":
      if (waiting.line) return inLine(waiting.line)
      return silent ? `Still waiting in line, ${silent}` : "Waiting in line"
    case "choosing":
      return "Choosing an engine"
    case "connecting":
      return silent ? `Grok has not answered for ${silent}. You can stop it at any time.` : "Reaching Grok"
    case "thinking":
      return thinking(waiting.elapsed / 1000, false)
    default:
      return silent ? `No new word for ${silent}. You can stop it at any time.` : ""
  }
}

const ORDINALS = ["second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"]

/** A calm state, no error: where one stands, about how long it takes, and that waiting costs nothing. */
export function inLine({ number, seconds }: Place): string {
  const where = number === 1 ? "You are next" : `You are ${ORDINALS[number - 2] ?? `number ${number}`} in line`
  return `We’re busy. ${where}${about(seconds)}. Waiting costs nothing.`
}

/** Coarse, because it is a guess, and because a screen reader hears every change. */
function about(seconds: number | undefined): string {
  if (seconds === undefined) return ""
  if (seconds <= 5) return ", a few seconds"
  if (seconds < 90) return `, about ${Math.ceil(seconds / 5) * 5} s`
  return `, about ${Math.ceil(seconds / 60)} min`
}
