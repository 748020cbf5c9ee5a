import { announce } from "../lib/dom"
import type { Undo } from "../lib/islands"
import { live } from "../lib/live"

let said: string | undefined

/** What the house has to tell: fetched anew at its bell, and said once to who listens instead of looks. */
export function mount(place: HTMLElement): Undo {
  const sentence = place.querySelector("p")?.textContent?.trim() ?? ""
  if (said !== undefined && sentence && sentence !== said) announce(sentence)
  said = sentence
  live()
  return () => {}
}
