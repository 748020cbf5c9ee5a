import type { Undo } from "../lib/islands"

/** As in house.css: above this the sidebar stands, below it is a drawer. */
const PHONE = "(max-width: 720px)"

/**
 * The sidebar of a phone is a popover and works alone. This moves the focus into it, keeps the room behind it out of
 * reach, and closes it when a link was followed or the window has grown.
 */
export function mount(drawer: HTMLElement): Undo {
  const room = drawer.parentElement?.querySelector<HTMLElement>(".room")
  const phone = matchMedia(PHONE)
  const close = () => {
    if (drawer.matches(":popover-open")) drawer.hidePopover()
  }
  // Before it closes: the browser gives the focus back to the button in the room, which must be within reach by then.
  const toggling = (event: Event) => {
    if (room) room.inert = phone.matches && (event as ToggleEvent).newState === "open"
  }
  const toggled = () => {
    if (phone.matches && drawer.matches(":popover-open"))
      drawer.querySelector<HTMLElement>("a[aria-current], a")?.focus({ preventScroll: true })
  }
  const followed = (event: Event) => {
    if ((event.target as Element).closest("a[href]")) close()
  }
  drawer.addEventListener("beforetoggle", toggling)
  drawer.addEventListener("toggle", toggled)
  drawer.addEventListener("click", followed)
  phone.addEventListener("change", close)
  return () => {
    drawer.removeEventListener("beforetoggle", toggling)
    drawer.removeEventListener("toggle", toggled)
    drawer.removeEventListener("click", followed)
    phone.removeEventListener("change", close)
  }
}
