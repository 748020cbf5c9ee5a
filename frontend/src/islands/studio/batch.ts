import type { Undo } from "../../lib/islands"
import { seldom } from "../../lib/seldom"

const AT_MOST_EVERY_MS = 1200

/**
 * A batch that is on its way. Its bell rings for every step of every row, hundreds at a time; what is inside is fetched anew
 * once in a while.
 */
export function mount(place: HTMLElement): Undo {
  const bell = seldom(() => place.querySelector("#batch-now")?.dispatchEvent(new Event("wake")), AT_MOST_EVERY_MS)
  const rung = (event: Event) => {
    if (event.target === place) bell.ring()
  }
  place.addEventListener("wake", rung)
  return () => {
    place.removeEventListener("wake", rung)
    bell.stop()
  }
}
