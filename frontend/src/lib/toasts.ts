import { icon, make } from "./dom"

export interface Toast {
  kind?: "good" | "bad"
  /** The one thing to do, and what it does. */
  action?: string
  run?: () => void
  /** It has gone, whoever sent it away. */
  gone?: () => void
  /** How long it stays; failures and offers stay longer than news. */
  seconds?: number
}

const SECONDS = { news: 5, offer: 10, failure: 12 }
const LEAVE_MS = 220 // a little above --calm, so that it has faded before it goes

/** A sentence in passing, in the page's toast area. Returns the way to take it back. */
export function say(sentence: string, { kind, action, run, seconds, gone }: Toast = {}): () => void {
  const toast = make("div", { class: "toast", ...(kind && { "data-kind": kind }) }, make("p", {}, sentence))
  if (action) {
    const button = make("button", { class: "tool", type: "button" }, action)
    button.addEventListener("click", () => {
      run?.()
      leave(toast)
    })
    toast.append(button)
  }
  toast.append(
    make("button", { class: "tool", type: "button", "data-toast-close": true, "aria-label": "Close" }, icon("close")),
  )

  if (gone) toast.addEventListener("toast:gone", gone, { once: true })
  document.getElementById("toasts")?.append(toast)
  stay(toast, seconds ?? (action ? SECONDS.offer : kind === "bad" ? SECONDS.failure : SECONDS.news))
  return () => leave(toast)
}

/** Let a toast leave after a while; pointing at it or reaching it with the keyboard keeps it. */
export function stay(toast: HTMLElement, seconds: number): void {
  let timer = setTimeout(() => leave(toast), seconds * 1000)
  const keep = () => clearTimeout(timer)
  const letGo = () => {
    clearTimeout(timer)
    timer = setTimeout(() => leave(toast), seconds * 500)
  }
  for (const event of ["pointerenter", "focusin"]) toast.addEventListener(event, keep)
  for (const event of ["pointerleave", "focusout"]) toast.addEventListener(event, letGo)
}

export function leave(toast: HTMLElement): void {
  toast.dataset.leaving = ""
  toast.dispatchEvent(new Event("toast:gone"))
  setTimeout(() => toast.remove(), LEAVE_MS)
}
