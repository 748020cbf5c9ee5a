import htmx from "htmx.org"
import { ask } from "./dialogs"
import { draggedThing, inputs } from "./given"
import type { Undo } from "./islands"

const NOT_ASKED = new Set(["prompt", "key", "csrfmiddlewaretoken"])
let focusNext = ""

/** Fetch the form anew, as it is with what lies in it now: other slots, other choices, another price. */
export function renew(form: HTMLFormElement): void {
  const asked = new URLSearchParams()
  for (const [name, value] of new FormData(form))
    if (!NOT_ASKED.has(name) && typeof value === "string") asked.append(name, value)
  const here = new URLSearchParams([["verb", form.dataset.verb ?? ""], ...inputs(form)])
  history.replaceState(history.state, "", `?${here}`)
  void htmx.ajax("get", `${form.dataset.form}?${asked}`, { target: form, swap: "outerHTML" })
}

/**
 * The slots left of the words. Things are added from a picker or dropped here from the wall, taken out, and moved by
 * dragging or by the arrow keys; `before` is called before the form gives way to a new one.
 */
export function slots(form: HTMLFormElement, before: () => void): Undo {
  const picker = document.getElementById("picker") as HTMLDialogElement | null
  let dragged: HTMLElement | null = null
  const changed = (focus: string) => {
    focusNext = focus
    before()
    renew(form)
  }
  const put = (name: string, id: string) => {
    form.append(held(name, id))
    changed(`[data-slot="${name}"] button`)
  }

  const clicked = (event: Event) => {
    const button = (event.target as Element).closest<HTMLElement>("button")
    const slot = button?.closest<HTMLElement>("[data-slot]")?.dataset.slot ?? ""
    if (button?.dataset.add && picker) void choose(picker, button.dataset.add).then((id) => id && put(slot, id))
    if (button && "out" in button.dataset) {
      button.closest("[data-input]")?.remove()
      changed(`[data-slot="${slot}"] button`)
    }
  }
  const pressed = (event: KeyboardEvent) => {
    const place = (event.target as Element).closest<HTMLElement>("[data-place]")?.closest<HTMLElement>("[data-input]")
    const steps = { ArrowLeft: -1, ArrowRight: 1 }[event.key]
    if (!place || !steps || !moved(place, steps)) return
    event.preventDefault()
    changed(`[data-input="${place.dataset.input}"] [data-place]`)
  }
  const lifted = (event: DragEvent) => {
    dragged = (event.target as Element).closest<HTMLElement>("[data-input][draggable]")
  }
  const over = (event: DragEvent) => {
    if (!dragged && !event.dataTransfer?.types.includes("text/uri-list")) return
    event.preventDefault()
    form.toggleAttribute("data-drop", true)
  }
  const left = () => form.removeAttribute("data-drop")
  const dropped = (event: DragEvent) => {
    left()
    const id = draggedThing(event.dataTransfer?.getData("text/uri-list") ?? "")
    const onto = (event.target as Element).closest<HTMLElement>("[data-input]")
    if (dragged && onto && onto !== dragged && onto.parentElement === dragged.parentElement) {
      event.preventDefault()
      const follows = dragged.compareDocumentPosition(onto) & Node.DOCUMENT_POSITION_FOLLOWING
      onto[follows ? "after" : "before"](dragged)
      changed(`[data-input="${dragged.dataset.input}"] [data-place]`)
    } else if (!dragged && id) {
      event.preventDefault()
      drop(form, id, () => put("with", id), before)
    }
    dragged = null
  }

  if (focusNext) form.querySelector<HTMLElement>(focusNext)?.focus()
  focusNext = ""
  form.addEventListener("click", clicked)
  form.addEventListener("keydown", pressed)
  form.addEventListener("dragstart", lifted)
  form.addEventListener("dragover", over)
  form.addEventListener("dragleave", left)
  form.addEventListener("drop", dropped)
  return () => {
    form.removeEventListener("click", clicked)
    form.removeEventListener("keydown", pressed)
    form.removeEventListener("dragstart", lifted)
    form.removeEventListener("dragover", over)
    form.removeEventListener("dragleave", left)
    form.removeEventListener("drop", dropped)
  }
}

/** What works on nothing gives way to the verb that works on such a thing: the house knows which. */
function drop(form: HTMLFormElement, id: string, put: () => void, before: () => void): void {
  if (form.querySelector("[data-slot]")) return put()
  before()
  location.assign(`?${new URLSearchParams({ verb: form.dataset.verb ?? "", with: id })}`)
}

function held(name: string, id: string): HTMLInputElement {
  const input = document.createElement("input")
  Object.assign(input, { type: "hidden", name, value: id })
  return input
}

function moved(thing: HTMLElement, steps: number): boolean {
  const next = steps < 0 ? thing.previousElementSibling : thing.nextElementSibling
  if (!(next instanceof HTMLElement) || next.dataset.input === undefined) return false
  next[steps < 0 ? "before" : "after"](thing)
  return true
}

/** Ask which of one's own; "" when none. */
async function choose(picker: HTMLDialogElement, address: string): Promise<string> {
  const clicked = (event: Event) => {
    const id = (event.target as Element).closest<HTMLElement>("[data-pick]")?.dataset.pick
    if (id) picker.close(id)
  }
  picker.textContent = ""
  await htmx.ajax("get", address, { target: picker, swap: "innerHTML" })
  if (!picker.firstElementChild) return "" // it could not be had, and that was said
  picker.addEventListener("click", clicked)
  const id = await ask(picker)
  picker.removeEventListener("click", clicked)
  return id
}
