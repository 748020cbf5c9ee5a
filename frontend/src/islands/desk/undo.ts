import { announce } from "../../lib/dom"
import type { Undo } from "../../lib/islands"
import { shortcuts } from "../../lib/shortcuts"
import { leave } from "../../lib/toasts"

/** What was just decided, and its seconds running out; Z takes it back, as its button does. */
export function mount(element: HTMLElement): Undo {
  const form = element as HTMLFormElement
  const words = form.querySelector("p")?.textContent ?? ""
  const ends = Date.now() + Number(form.dataset.seconds) * 1000
  const left = form.querySelector("[data-left]")
  const on = form.dataset.keys !== "off"
  announce(`${words} ${on ? "Z" : "The button below"} takes it back for ${form.dataset.seconds} seconds.`)
  const tick = () => {
    const seconds = Math.ceil((ends - Date.now()) / 1000)
    if (left) left.textContent = `${Math.max(0, seconds)} s`
    if (seconds <= 0) over()
  }
  const timer = setInterval(tick, 250)
  const forget = on
    ? shortcuts.register({
        keys: "z",
        words: "Take the last decision back",
        group: "Desk",
        run: () => form.requestSubmit(),
      })
    : () => {}
  const over = () => {
    clearInterval(timer)
    forget()
    leave(form)
  }
  return () => {
    clearInterval(timer)
    forget()
  }
}
