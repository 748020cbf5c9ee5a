import type { Undo } from "../../lib/islands"

const AT_MOST_EVERY_MS = 1200

/**
 * A batch that is on its way. Its bell rings for every step of every row, hundreds at a time; what is inside is fetched anew
 * at the first ring and then at most once in a while, and always once more after the last.
 */
export function mount(place: HTMLElement): Undo {
  let timer: ReturnType<typeof setTimeout> | undefined
  let missed = false

  const look = () => {
    place.querySelector("#batch-now")?.dispatchEvent(new Event("wake"))
    missed = false
    timer = setTimeout(() => {
      timer = undefined
      if (missed) look()
    }, AT_MOST_EVERY_MS)
  }
  const rung = (event: Event) => {
    if (event.target !== place) return
    if (timer === undefined) look()
    else missed = true
  }
  place.addEventListener("wake", rung)
  return () => {
    place.removeEventListener("wake", rung)
    clearTimeout(timer)
  }
}
