import { excludes } from "../../lib/excluding"
import type { Undo } from "../../lib/islands"
import { shortcuts } from "../../lib/shortcuts"

/**
 * Deciding without the mouse: each `data-key` of the desk is a key. A choice is taken by it, a field gets the focus,
 * Enter decides once there is a reason, Escape leaves the field so that letters are keys again. With or without keys, what
 * does not go together takes each other's place.
 */
export function mount(element: HTMLElement): Undo {
  const form = element as HTMLFormElement
  const reason = form.querySelector<HTMLTextAreaElement>("textarea[name=reason]")
  const chosen = (event: Event) => alone(form, event.target as HTMLInputElement)
  form.addEventListener("change", chosen)
  if (form.dataset.keys === "off") return () => form.removeEventListener("change", chosen)
  const undo = [...(form.parentElement ?? form).querySelectorAll<HTMLElement>("[data-key]")].map((field) =>
    shortcuts.register({
      keys: field.dataset.key ?? "",
      words: wordsOf(field),
      group: "Desk",
      run: () => use(field),
    }),
  )
  const decide = () => {
    if (reason?.value.trim()) form.requestSubmit()
  }
  const pressed = (event: KeyboardEvent) => {
    if (event.key === "Escape") reason?.blur()
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229) return
    event.preventDefault()
    decide()
  }
  undo.push(
    shortcuts.register({
      keys: "enter",
      words: "Decide, once there is a reason",
      group: "Desk",
      run: decide,
      // Elsewhere Enter belongs to the link or button in focus.
      when: () => [document.body, document.getElementById("main")].includes(document.activeElement as HTMLElement),
    }),
  )
  reason?.addEventListener("keydown", pressed)
  return () => {
    for (const forget of undo) forget()
    form.removeEventListener("change", chosen)
    reason?.removeEventListener("keydown", pressed)
  }
}

function alone(form: HTMLFormElement, taken: HTMLInputElement): void {
  if (taken.name !== "measures" || !taken.checked) return
  const choice = (box: HTMLInputElement) => ({ name: box.value, restricts: "restricts" in box.dataset })
  for (const box of form.querySelectorAll<HTMLInputElement>("input[name=measures]:checked"))
    if (excludes(choice(taken), choice(box))) box.checked = false
}

function use(field: HTMLElement): void {
  if (field instanceof HTMLInputElement || field instanceof HTMLButtonElement) field.click()
  else field.focus()
}

/** What the label says, without the key that stands in it. */
function wordsOf(field: HTMLElement): string {
  const label = (field as HTMLInputElement).labels?.[0]
  const words = (label ?? field).querySelector(":scope > span") ?? label
  const first = [...(words?.childNodes ?? [])].find((node) => node instanceof Text && node.data.trim())
  return first?.textContent?.trim() ?? field.dataset.key ?? ""
}
