import { make } from "../../lib/dom"
import { excludes } from "../../lib/excluding"
import type { Undo } from "../../lib/islands"
import { missing } from "../../lib/missing"
import { shortcuts } from "../../lib/shortcuts"

/**
 * Deciding without the mouse: each `data-key` of the desk is a key. A choice is taken by it, a field gets the focus,
 * Enter decides, or says what is missing; Escape leaves the field so that letters are keys again. With or without keys,
 * what does not go together takes each other's place, and nothing can be chosen once somebody else has decided.
 */
export function mount(element: HTMLElement): Undo {
  const form = element as HTMLFormElement
  const reason = form.querySelector<HTMLTextAreaElement>("textarea[name=reason]")
  reason?.setSelectionRange(reason.value.length, reason.value.length) // one goes on after a saved reason
  const chosen = (event: Event) => alone(form, event.target as HTMLInputElement)
  form.addEventListener("change", chosen)
  const over = new MutationObserver(() => close(form))
  over.observe(form, { childList: true })
  const alive = () => {
    over.disconnect()
    form.removeEventListener("change", chosen)
  }
  if (form.dataset.keys === "off") return alive
  const undo = [...(form.parentElement ?? form).querySelectorAll<HTMLElement>("[data-key]")].map((field) =>
    shortcuts.register({
      keys: field.dataset.key ?? "",
      words: wordsOf(field),
      group: "Desk",
      run: () => use(field),
    }),
  )
  const decide = () => {
    const button = form.querySelector<HTMLButtonElement>("button.decide")
    if (!reason || !button) return
    const chosen = form.querySelectorAll("input[name=measures]:checked").length
    const sentence = missing(chosen, reason.value)
    if (!sentence) return form.requestSubmit(button)
    say(reason, sentence)
    // Before anything is chosen the next key is a choice, not a letter.
    if (chosen > 0) reason.focus()
    else reason.blur()
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
      words: "Decide",
      group: "Desk",
      run: decide,
      // Elsewhere Enter belongs to the link or button in focus.
      when: () => [document.body, document.getElementById("main")].includes(document.activeElement as HTMLElement),
    }),
  )
  reason?.addEventListener("keydown", pressed)
  return () => {
    for (const forget of undo) forget()
    alive()
    reason?.removeEventListener("keydown", pressed)
  }
}

function alone(form: HTMLFormElement, taken: HTMLInputElement): void {
  if (taken.name !== "measures" || !taken.checked) return
  const choice = (box: HTMLInputElement) => ({ name: box.value, restricts: "restricts" in box.dataset })
  for (const box of form.querySelectorAll<HTMLInputElement>("input[name=measures]:checked"))
    if (excludes(choice(taken), choice(box))) box.checked = false
}

/** The list brought that it is over (`_go.html`): what was written stays, to be read and copied. */
function close(form: HTMLFormElement): void {
  if (!form.querySelector(":scope > [data-over]")) return
  for (const choices of form.querySelectorAll("fieldset")) choices.disabled = true
}

/** What is missing, below the reason, until something is filled in. */
function say(reason: HTMLTextAreaElement, sentence: string): void {
  const form = reason.form
  form?.querySelector(".missing")?.remove()
  const told = make("p", { class: "wrong missing", role: "alert" }, sentence)
  reason.after(told)
  form?.addEventListener("input", () => told.remove(), { once: true })
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
