import { tab } from "./tab"
import { listenForWakes } from "./wakes"

let listens = false

/** Hear this tab's doorbells, from the first island on that needs them. */
export function live(): void {
  if (listens) return
  listens = true
  listenForWakes(document, tab)
}
