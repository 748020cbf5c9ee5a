import type { Undo } from "../../lib/islands"

/** A film as frames: pressing one plays from there, in the page, as quietly as its reviewer wants it. */
export function mount(place: HTMLElement): Undo {
  const video = place.querySelector("video")
  const pressed = (event: MouseEvent) => {
    const link = (event.target as Element).closest<HTMLElement>("[data-at]")
    if (!link || !video || event.metaKey || event.ctrlKey) return
    event.preventDefault()
    video.hidden = false
    video.currentTime = Number(link.dataset.at)
    void video.play().catch(() => {}) // its own controls are there
  }
  place.addEventListener("click", pressed)
  return () => place.removeEventListener("click", pressed)
}
