import htmx from "htmx.org"
import { askShape } from "../lib/askedShape"
import { CHANGED, maySend } from "../lib/composing"
import { byTouch, sends } from "../lib/enter"
import { grow } from "../lib/growing"
import { IntentionKeys } from "../lib/idempotency"
import type { Undo } from "../lib/islands"
import { drafts } from "../lib/keptDrafts"
import { renew, together } from "../lib/renewal"
import { shortcuts } from "../lib/shortcuts"
import { openTurns, stopAll } from "../lib/writing"

const CHOOSES = /^\s*\/|(^|\s)@/ // then it is worth looking closer
const keys = new IntentionKeys(sessionStorage)

interface Requested {
  elt: Element
  path: string
  successful: boolean
  requestConfig: { elt: Element }
}

/**
 * Where one writes. Enter sends; while Grok writes it queues, and Stop stands beside. What was typed stays until the
 * server has it: through a failure, a reload, and on another device. The field itself is never replaced under one's hands.
 */
export function mount(element: HTMLElement): Undo {
  const form = element as HTMLFormElement
  const words = form.querySelector<HTMLTextAreaElement>("textarea[name=text]")
  if (!words) return () => {}
  const find = <Kind extends HTMLElement>(selector: string) => form.querySelector<Kind>(selector)
  const place = () => form.dataset.draft ?? "new"
  let chooser: Promise<Undo> | undefined
  let onItsWay: { by: Element; text: string; place: string } | undefined

  const sendable = () => words.value.trim() !== "" || find("[data-sendable]") !== null
  const look = () => {
    const writing = openTurns().length > 0
    const button = find<HTMLButtonElement>(".send")
    const stop = find<HTMLButtonElement>("[data-stop-answer]")
    if (!button || !stop) return
    stop.hidden = !writing
    button.hidden = writing && !sendable()
    button.disabled = onItsWay !== undefined || !sendable()
    button.setAttribute("aria-label", writing ? "Send after this answer" : "Send")
    form.toggleAttribute("data-writing", writing)
    words.placeholder = writing ? "Write what comes next…" : "Write to Grok…"
    grow(words)
  }
  const put = (text: string) => {
    words.value = text
    words.setSelectionRange(text.length, text.length)
    look()
  }
  const typed = () => {
    drafts.typed(words.value)
    look()
    if (!chooser && CHOOSES.test(words.value)) chooser = chooserFor(form, words)
  }
  const press = (event: KeyboardEvent) => {
    if (event.defaultPrevented || !sends(event, byTouch())) return
    event.preventDefault()
    if (sendable() && !onItsWay) form.requestSubmit()
  }
  const submit = (event: Event) => {
    if (sendable() && !onItsWay && maySend(form)) {
      const key = find<HTMLInputElement>("input[name=key]")
      if (key) key.value = keys.keyFor(place(), words.value)
      return
    }
    event.preventDefault()
    event.stopImmediatePropagation()
  }
  const where = (event: Event) => {
    const asked = (event as CustomEvent<Requested>).detail
    if (asked.elt === form && form.dataset.queue && openTurns().length > 0) asked.path = form.dataset.queue
  }
  const leaves = (event: Event) => {
    const by = (event as CustomEvent<Requested>).detail.elt
    if (by !== form && !by.matches("[data-takes-words]")) return
    onItsWay = { by, text: words.value, place: place() }
    drafts.sending()
    form.dataset.sending = ""
    put("")
    if (byTouch() && by === form) words.blur() // the keyboard covers half of what one wants to read now
  }
  const answered = (event: Event) => {
    const { successful, requestConfig } = (event as CustomEvent<Requested>).detail
    if (!onItsWay || requestConfig?.elt !== onItsWay.by) return
    const { by, text, place } = onItsWay
    onItsWay = undefined
    delete form.dataset.sending
    if (successful) {
      keys.arrived(place)
      drafts.sent(place)
    } else if (!words.value.startsWith(text)) {
      put(together(text, words.value)) // a refusal brings the words back; any other failure brings nothing
    }
    if (words.value) drafts.typed(words.value)
    if (by !== form) words.focus()
    look()
  }
  const fresh = (event: Event) => {
    const swap = (event as CustomEvent<{ shouldSwap: boolean; fragment: ParentNode; target: Element }>).detail
    const other = swap.fragment.querySelector<HTMLFormElement>("form")
    const field = swap.target === form && other ? renew(form, other) : null
    if (!field) return
    swap.shouldSwap = false
    if (field.value) put(together(field.value, words.value))
    arrive()
    htmx.process(form)
    look()
  }
  const arrive = () => drafts.arrive(place(), Number(form.dataset.now ?? Date.now()))

  words.enterKeyHint = byTouch() ? "enter" : "send"
  arrive()
  put(drafts.restore({ text: words.value, at: Number(form.dataset.draftAt ?? 0) }))
  if (form.hasAttribute("data-focus") || matchMedia("(hover: hover)").matches) words.focus({ preventScroll: true })
  words.addEventListener("input", typed)
  words.addEventListener("keydown", press)
  form.addEventListener(CHANGED, look)
  form.addEventListener("click", pressed)
  form.addEventListener("submit", submit, { capture: true })
  form.addEventListener("htmx:configRequest", where)
  form.addEventListener("htmx:oobBeforeSwap", fresh)
  document.body.addEventListener("htmx:beforeSend", leaves)
  document.body.addEventListener("htmx:afterRequest", answered)
  const watcher = new MutationObserver(look)
  const thread = document.getElementById("thread")
  if (thread) watcher.observe(thread, { childList: true, subtree: true, attributeFilter: ["data-open"] })
  const forget = shortcuts.register({
    keys: "escape",
    words: "Stop the answer",
    group: "Parlour",
    run: stopAll,
    when: () => openTurns().length > 0,
  })
  return () => {
    forget()
    void chooser?.then((undo) => undo())
    watcher.disconnect()
    document.body.removeEventListener("htmx:beforeSend", leaves)
    document.body.removeEventListener("htmx:afterRequest", answered)
  }
}

function pressed(this: HTMLFormElement, event: Event): void {
  const at = event.target as Element
  if (at.closest("[data-stop-answer]")) stopAll()
  if (!at.closest("[data-drop-shape]")) return
  askShape(this)
  this.querySelector("textarea")?.focus()
}

/** What opens on `/` and `@`: fetched when one of them is typed first. Without it they are signs like others. */
function chooserFor(form: HTMLFormElement, words: HTMLTextAreaElement): Promise<Undo> {
  return import("../lib/chooser").then(
    ({ attend }) => attend(form, words),
    () => () => {},
  )
}
