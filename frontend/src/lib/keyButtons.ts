import type { Undo } from "./islands"
import { fillKeyNames } from "./keyNames"
import { shortcuts } from "./shortcuts"

/**
 * Every `data-key` in here is a button and a key: pressing the key is pressing the button, while it is there to be pressed.
 * `data-words` says what it does, for the list of keys. Of two with one key the first in the page counts. They are found by
 * id each time: a part of the page may have been drawn anew since.
 */
export function keyButtons(root: HTMLElement, group: string, when: () => boolean = () => true): Undo {
  const buttons = [...root.querySelectorAll<HTMLElement>("[data-key]")]
  const forget = buttons.map(({ id, dataset }, at) => {
    const earlier = buttons.slice(0, at).filter((other) => other.dataset.key === dataset.key)
    return shortcuts.register({
      keys: dataset.key ?? "",
      words: dataset.words ?? "",
      group,
      run: () => document.getElementById(id)?.click(),
      when: () => when() && ready(id) && !earlier.some((other) => ready(other.id)),
    })
  })
  const settled = () => fillKeyNames(root)
  settled()
  root.addEventListener("htmx:afterSettle", settled)
  return () => {
    for (const each of forget) each()
    root.removeEventListener("htmx:afterSettle", settled)
  }
}

function ready(id: string): boolean {
  const button = document.getElementById(id)
  return button !== null && !button.matches(":disabled") && button.checkVisibility()
}
