import { tab } from "./tab"
import { listenForWakes, type Wakes } from "./wakes"

let wakes: Wakes | undefined

/** Hear this tab's doorbells, from the first island on that needs them. */
export function live(): Wakes {
  wakes ??= listenForWakes(document, tab)
  return wakes
}
