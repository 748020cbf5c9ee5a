import htmx from "htmx.org"
import { CHANGED, maySend } from "../lib/composing"
import { icon } from "../lib/dom"
import { IntentionKeys } from "../lib/idempotency"
import type { Undo } from "../lib/islands"
import { shortcuts } from "../lib/shortcuts"

const keys = new IntentionKeys(sessionStorage)

interface Answered {
  successful: boolean
  requestConfig: { elt: Element }
}

/**
 * Where one writes. Enter sends (never while a word is being composed), Shift+Enter breaks the line; while Grok writes,
 * Send is Stop. What was typed stays until the server has it, also through a reload.
 */
export function mount(element: HTMLElement): Undo {
  const form = element as HTMLFormElement
  const words = form.querySelector<HTMLTextAreaElement>("textarea[name=text]")
  const key = form.querySelector<HTMLInputElement>("input[name=key]")
  const button = form.querySelector<HTMLButtonElement>(".send")
  if (!words || !key || !button) return () => {}
  const place = form.dataset.conversation ?? "new"
  const draft = `salon:draft:${place}`

  const keep = () => {
    if (words.value) sessionStorage.setItem(draft, words.value)
    else sessionStorage.removeItem(draft)
    look()
  }
  const sendable = () => words.value.trim() !== "" || form.querySelector("[data-sendable]") !== null
  const look = () => {
    const writing = openTurn() !== null
    button.replaceChildren(icon(writing ? "stop" : "send"))
    button.setAttribute("aria-label", writing ? "Stop" : "Send")
    button.disabled = !writing && !sendable()
    form.toggleAttribute("data-writing", writing)
  }
  const press = (event: KeyboardEvent) => {
    // keyCode 229: Safari says Enter after the composition has ended, but it was the composition's own.
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229) return
    event.preventDefault()
    if (sendable() && !openTurn()) form.requestSubmit()
  }
  const submit = (event: Event) => {
    if (openTurn()) {
      event.preventDefault()
      event.stopImmediatePropagation()
      stop()
    } else if (!sendable() || !maySend(form)) {
      event.preventDefault()
      event.stopImmediatePropagation()
    } else {
      key.value = keys.keyFor(place, words.value)
    }
  }
  const answered = (event: Event) => {
    // The answer has put another form in this one's place: `elt` would name what stands there now.
    const { successful, requestConfig } = (event as CustomEvent<Answered>).detail
    if (requestConfig.elt !== form || !successful) return
    keys.arrived(place)
    sessionStorage.removeItem(draft)
  }

  if (!words.value) words.value = sessionStorage.getItem(draft) ?? ""
  words.setSelectionRange(words.value.length, words.value.length)
  if (form.hasAttribute("data-focus") || matchMedia("(hover: hover)").matches) words.focus({ preventScroll: true })
  words.addEventListener("input", keep)
  words.addEventListener("keydown", press)
  form.addEventListener(CHANGED, look)
  form.addEventListener("submit", submit, { capture: true })
  document.body.addEventListener("htmx:afterRequest", answered)
  const watcher = new MutationObserver(look)
  const thread = document.getElementById("thread")
  if (thread) watcher.observe(thread, { childList: true, subtree: true, attributeFilter: ["data-open"] })
  const forget = shortcuts.register({
    keys: "escape",
    words: "Stop the answer",
    group: "Parlour",
    run: stop,
    when: () => openTurn() !== null,
  })
  look()
  return () => {
    forget()
    watcher.disconnect()
    document.body.removeEventListener("htmx:afterRequest", answered)
  }
}

function openTurn(): HTMLElement | null {
  return document.querySelector<HTMLElement>("#thread > article.turn[data-open]")
}

/** Stop the turn by its name: an old Stop can never touch another. */
function stop(): void {
  const address = openTurn()?.dataset.stop
  // A source of its own: it waits for no other request, and takes no other's place.
  if (address) void htmx.ajax("post", address, { source: "#thread", swap: "none" })
}
