import type { Undo } from "../lib/islands"

/** Arrows on the map: up and down through all turns, right into what branches off, left back to the trunk. */
export function mount(map: HTMLElement): Undo {
  const spots = () => [...map.querySelectorAll<HTMLElement>(".spot-way")]
  const to = (key: string, here: HTMLElement): HTMLElement | null | undefined => {
    const item = here.closest("li")
    switch (key) {
      case "ArrowDown":
        return spots()[spots().indexOf(here) + 1]
      case "ArrowUp":
        return spots()[spots().indexOf(here) - 1]
      case "ArrowRight":
        return item?.querySelector<HTMLElement>(":scope > ol .spot-way")
      case "ArrowLeft":
        return item?.parentElement?.closest("li")?.querySelector<HTMLElement>(":scope > .spot-way")
      case "Home":
        return spots()[0]
      case "End":
        return spots().at(-1)
      default:
        return undefined
    }
  }
  const press = (event: KeyboardEvent) => {
    const here = (event.target as Element).closest<HTMLElement>(".spot-way")
    const there = here && !event.altKey && !event.ctrlKey && !event.metaKey ? to(event.key, here) : undefined
    if (!there) return
    event.preventDefault()
    there.focus()
  }

  const shown = map.querySelector<HTMLElement>("[aria-current]")
  shown?.scrollIntoView({ block: "center" })
  shown?.focus({ preventScroll: true })
  map.addEventListener("keydown", press)
  return () => {}
}
