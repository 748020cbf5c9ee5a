import { tab } from "./tab"
import { listenForWakes, type Wakes } from "./wakes"
import { takeDown } from "./withheld"

let wakes: Wakes | undefined

/** Hear this tab's doorbells, from the first island on that needs them. */
export function live(): Wakes {
  if (wakes) return wakes
  tab.onWake((topic, id) => topic === "withheld" && takeDown(document, id))
  wakes = listenForWakes(document, tab)
  return wakes
}
