import { dress } from "../lib/code"
import type { Undo } from "../lib/islands"

/** Answers side by side: where one at a time is seen, the tabs bring each into view and say which it is. */
export function mount(element: HTMLElement): Undo {
  const strip = element.querySelector<HTMLElement>(".columns")
  const tabs = [...element.querySelectorAll<HTMLAnchorElement>(".column-tabs a")]
  if (!strip) return () => {}
  const column = (tab: HTMLAnchorElement) => document.getElementById(tab.hash.slice(1))
  const show = (event: Event) => {
    const tab = (event.target as Element).closest("a")
    const place = tab && column(tab)
    if (!place) return
    event.preventDefault()
    strip.scrollTo({ left: place.offsetLeft - strip.offsetLeft })
  }
  const look = () => {
    const middle = strip.scrollLeft + strip.clientWidth / 2
    const widths = [...strip.children].map((child) => (child as HTMLElement).offsetLeft - strip.offsetLeft)
    const shown = widths.findLastIndex((left) => left <= middle)
    tabs.forEach((tab, index) => {
      if (index === shown) tab.setAttribute("aria-current", "true")
      else tab.removeAttribute("aria-current")
    })
  }

  const ended = new MutationObserver((changes) => {
    for (const node of changes.flatMap((change) => [...change.addedNodes])) if (node instanceof HTMLElement) dress(node)
  })

  look()
  ended.observe(strip, { childList: true })
  element.querySelector(".column-tabs")?.addEventListener("click", show)
  strip.addEventListener("scroll", look, { passive: true })
  return () => ended.disconnect()
}
