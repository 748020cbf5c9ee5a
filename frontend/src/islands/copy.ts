import { dress } from "../lib/code"
import type { Undo } from "../lib/islands"

/** A place with answers in it: each block of code gets Wrap and Copy, also those that arrive later. */
export function mount(place: HTMLElement): Undo {
  dress(place)
  const watcher = new MutationObserver(() => dress(place))
  watcher.observe(place, { childList: true, subtree: true })
  return () => watcher.disconnect()
}
