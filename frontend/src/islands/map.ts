import type { Undo } from "../lib/islands"

const WAY = ".spot-way, .kin-way"

/**
 * Arrows on a map, of a conversation or of a family: up and down through all there is, right into what branches off, left
 * back to where it came from. What is folded is passed over.
 */
export function mount(map: HTMLElement): Undo {
  const spots = () => [...map.querySelectorAll<HTMLElement>(WAY)].filter((spot) => spot.checkVisibility())
  const first = (place: Element | null | undefined) => place?.querySelector<HTMLElement>(WAY)
  const to = (key: string, here: HTMLElement): HTMLElement | null | undefined => {
    const item = here.closest("li")
    switch (key) {
      case "ArrowDown":
        return spots()[spots().indexOf(here) + 1]
      case "ArrowUp":
        return spots()[spots().indexOf(here) - 1]
      case "ArrowRight":
        return first(item?.querySelector(":scope > ol"))
      case "ArrowLeft":
        return first(item?.parentElement?.closest("li"))
      case "Home":
        return spots()[0]
      case "End":
        return spots().at(-1)
      default:
        return undefined
    }
  }
  const press = (event: KeyboardEvent) => {
    const here = (event.target as Element).closest<HTMLElement>(WAY)
    const there = here && !event.altKey && !event.ctrlKey && !event.metaKey ? to(event.key, here) : undefined
    if (!there) return
    event.preventDefault()
    there.focus()
  }

  const shown = map.querySelector<HTMLElement>("[aria-current]")
  shown?.scrollIntoView({ block: "center", inline: "center" })
  shown?.focus({ preventScroll: true })
  map.addEventListener("keydown", press)
  return () => {}
}
