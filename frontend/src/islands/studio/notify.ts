import type { Undo } from "../../lib/islands"
import { choose, standing } from "../../lib/notifying"

const WORDS = {
  never: ["", "This browser cannot notify."],
  denied: [
    "",
    "This browser was told not to let us. Change it in the browser’s settings for this site, then load this page again.",
  ],
  off: ["Tell me on this device", "Off. The browser asks you once when you press the button."],
  on: ["Do not tell me any more", "On: this device tells you while no page of Salon is in sight."],
} as const

/** The button that asks the browser for leave to notify; nothing asks by itself. */
export function mount(place: HTMLElement): Undo {
  const button = place.querySelector<HTMLButtonElement>("[data-notify]")
  const says = place.querySelector<HTMLElement>("[data-notify-says]")
  if (!button || !says) return () => {}

  const show = () => {
    const [label, sentence] = WORDS[standing(globalThis.Notification, localStorage)]
    button.hidden = label === ""
    button.textContent = label
    says.textContent = sentence
  }
  const pressed = async () => {
    await choose(standing(Notification, localStorage) !== "on", Notification, localStorage)
    show()
  }
  button.addEventListener("click", pressed)
  show()
  return () => button.removeEventListener("click", pressed)
}
