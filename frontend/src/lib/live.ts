import { tab } from "./tab"
import { listenForWakes, type Wakes } from "./wakes"

let wakes: Wakes | undefined

/** Hear this tab's doorbells, from the first island on that needs them. */
export function live(): Wakes {
  if (wakes) return wakes
  tab.onWake((topic, id) => {
    // Rare: it is fetched when it is needed.
    if (topic === "withheld") void import("./withheld").then(({ takeDown }) => takeDown(document, id))
  })
  wakes = listenForWakes(document, tab)
  return wakes
}
