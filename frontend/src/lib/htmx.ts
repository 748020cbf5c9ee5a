import htmx from "htmx.org"
import { csrfToken } from "./csrf"
import { confirmed } from "./dialogs"
import { say } from "./toasts"

// Before htmx wakes (at DOMContentLoaded): nothing that our policy forbids, nothing private in local storage.
Object.assign(htmx.config, {
  allowEval: false,
  allowScriptTags: false,
  includeIndicatorStyles: false,
  selfRequestsOnly: true,
  historyEnabled: true,
  historyCacheSize: 0,
  refreshOnHistoryMiss: true,
  defaultSettleDelay: 0,
  attributesToSettle: [], // it would write style attributes, which our policy forbids
  defaultFocusScroll: false,
  scrollBehavior: "auto",
  timeout: 30_000,
  // A refused form comes back as 422 with its sentences: shown like any other answer. Other failures are told in passing.
  responseHandling: [
    { code: "204", swap: false },
    { code: "[23]..", swap: true },
    { code: "422", swap: true },
    { code: "...", swap: false, error: true },
  ],
})

document.addEventListener("htmx:configRequest", (event) => {
  const { headers } = (event as CustomEvent<{ headers: Record<string, string> }>).detail
  headers["X-CSRFToken"] = csrfToken()
})

document.addEventListener("htmx:confirm", (event) => {
  const { question, issueRequest } = (event as CustomEvent<{ question?: string; issueRequest(now: boolean): void }>)
    .detail
  if (!question) return
  event.preventDefault()
  const action = (event.target as HTMLElement).dataset.confirmAction ?? "Yes"
  void confirmed(question, action).then((yes) => yes && issueRequest(true))
})

document.addEventListener("htmx:sendError", () =>
  say("No connection. Nothing was sent; try again in a moment.", { kind: "bad" }),
)
document.addEventListener("htmx:timeout", () =>
  say("No answer for 30 seconds. Look whether it happened before you try again.", { kind: "bad" }),
)
document.addEventListener("htmx:responseError", (event) => {
  const { xhr } = (event as CustomEvent<{ xhr: XMLHttpRequest }>).detail
  say(sentenceFor(xhr.status), { kind: "bad" })
})

/** What to say when a fragment could not be had. */
export function sentenceFor(status: number): string {
  if (status === 401) return "You have been signed out. Load the page again and sign in."
  if (status === 403) return "This page is out of date. Load it again, then try once more."
  if (status === 404) return "That is not here any more."
  if (status === 413) return "That is too much at once. Make it smaller and send it again."
  if (status === 429) return "We’re busy — try again in a moment."
  if (status === 503) return "A part of the house is away for a moment. Try again in a few seconds."
  return "Something broke on our side. Nothing is charged twice for one click; look before you try again."
}
