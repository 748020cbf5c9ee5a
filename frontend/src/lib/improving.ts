import { icon, make } from "./dom"
import type { Undo } from "./islands"

/**
 * A better prompt: asked for by a button that wakes when something is typed (htmx asks, and waits while one types on), shown
 * as a proposal beside one's own words. They give way only to Accept, and Undo brings them back as they were; the panel outlives a form drawn anew.
 */
export function improving(form: HTMLFormElement, words: HTMLTextAreaElement): Undo {
  const ask = form.querySelector<HTMLButtonElement>("[data-improve=ask]")
  const panel = () => form.querySelector<HTMLElement>("#improve")
  const wake = () => {
    const asking = ask?.classList.contains("htmx-request") || !!panel()?.querySelector("[data-asking]")
    if (ask) ask.disabled = asking || words.value.trim() === ""
    const proposal = panel()?.querySelector<HTMLElement>("[data-before]")
    const older = proposal?.querySelector<HTMLElement>("[data-older]")
    if (older) older.hidden = plain(words.value) === plain(proposal?.dataset.before ?? "")
  }
  const put = (text: string) => {
    words.value = text
    words.dispatchEvent(new Event("input", { bubbles: true }))
    words.focus()
  }
  const clicked = (event: Event) => {
    const place = panel()
    const does = (event.target as Element).closest<HTMLElement>("[data-improve]")?.dataset.improve
    if (!place || !does || does === "ask") return
    if (does === "accept") {
      const own = words.value
      put(place.querySelector<HTMLElement>("[data-after]")?.dataset.after ?? own)
      place.replaceChildren(taken(own))
    } else if (does === "undo") {
      put(place.querySelector<HTMLElement>("[data-own]")?.dataset.own ?? words.value)
      place.replaceChildren()
    } else {
      place.replaceChildren()
      wake()
      if (does === "again" && ask && !ask.disabled) ask.click()
      else words.focus()
    }
  }
  const ended = () => queueMicrotask(wake) // htmx gives the button back as it was
  const came = new MutationObserver(wake)
  const place = panel()
  if (place) came.observe(place, { childList: true })
  wake()
  words.addEventListener("input", wake)
  form.addEventListener("click", clicked)
  ask?.addEventListener("htmx:afterRequest", ended)
  return () => {
    came.disconnect()
    words.removeEventListener("input", wake)
    form.removeEventListener("click", clicked)
    ask?.removeEventListener("htmx:afterRequest", ended)
  }
}

function plain(text: string): string {
  return text.replaceAll("\r\n", "\n").trim()
}

function taken(own: string): HTMLElement {
  const undo = make("button", { class: "tool", type: "button", "data-improve": "undo" }, "Undo")
  return make("p", { class: "improved-taken", role: "status", "data-own": own }, icon("check"), "Taken. ", undo)
}
