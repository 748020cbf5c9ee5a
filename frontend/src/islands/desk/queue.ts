import type { Undo } from "../../lib/islands"
import { live } from "../../lib/live"
import { shortcuts } from "../../lib/shortcuts"
import { remindOfBreaks } from "../../lib/sitting"

/**
 * The list of cases, which hears the desk's bell. J and K go down and up: with a case open they open the next one, else
 * they move the focus.
 */
export function mount(nav: HTMLElement): Undo {
  live()
  const rest = remindOfBreaks(Number(nav.dataset.break))
  if (nav.dataset.keys === "off") return rest
  const move = (step: 1 | -1) => () => {
    const cases = [...nav.querySelectorAll<HTMLAnchorElement>("a.case")]
    const open = cases.findIndex((link) => link.getAttribute("aria-current") === "page")
    const at = open >= 0 ? open : cases.indexOf(document.activeElement as HTMLAnchorElement)
    const next = cases[at < 0 ? (step > 0 ? 0 : cases.length - 1) : at + step]
    if (open >= 0) next?.click()
    else next?.focus()
  }
  const undo = [
    shortcuts.register({ keys: "j", words: "Next case", group: "Desk", run: move(1) }),
    shortcuts.register({ keys: "k", words: "Case before", group: "Desk", run: move(-1) }),
  ]
  return () => {
    rest()
    for (const forget of undo) forget()
  }
}
