import type { TabSocket } from "./socket"

export interface Wakes {
  /** This has just come into the page: what rang for it before then is made up for. */
  arrived(element: HTMLElement): void
}

export type Line = Pick<TabSocket, "onWake" | "onStanding" | "start">

const TRUST_MS = 30_000 // a bell may be lost on the way: after so long a silence one looks all the same

/**
 * What goes stale says which doorbell it listens to: `data-wake="job"` for any job, `data-wake="job:<id>"` for one. Its
 * own `hx-trigger="wake"` fetches it anew. An "every …s" beside it is for when the line is away; while it is open the
 * bell is quicker and those requests are held back. `data-goes-on` marks what is not at rest.
 */
export function listenForWakes(page: Document, line: Line): Wakes {
  const early = new Set<string>() // bells for what is not in the page: an order's own card may come after its first bell
  const again = new Set<string>() // those that were on their way when it rang: what they bring is too old
  const looked = new Map<string, number>() // when each of them was last asked for
  let open = false
  let missed = false

  const ring = (element: Element | null) => {
    if (!element) return
    if (element.classList.contains("htmx-request")) again.add(element.id)
    // It does not bubble: a list around a card has a bell of its own.
    else element.dispatchEvent(new Event("wake"))
  }
  const ringAll = (selector: string) => {
    for (const element of page.querySelectorAll(selector)) ring(element)
  }

  line.onWake((topic, id) => {
    const one = `${topic}:${id}`
    early.add(one)
    // One look for both: a long thread has many elements.
    for (const each of page.querySelectorAll<HTMLElement>("[data-wake]")) {
      const { wake } = each.dataset
      if (wake === one) early.delete(one)
      if (wake === one || wake === topic) ring(each)
    }
  })
  line.onStanding((standing) => {
    open = standing.is === "open"
    if (standing.is === "away") missed = true
    if (!open) return
    // What happened before the line was open rang for nobody.
    ringAll(missed ? "[data-wake]" : "[data-goes-on]")
    missed = false
  })
  page.addEventListener("htmx:afterRequest", (event) => {
    const id = detail(event).requestConfig?.elt.id // `elt` is what stands there now
    if (id && again.delete(id)) ring(page.getElementById(id))
  })
  page.addEventListener("htmx:beforeRequest", (event) => {
    const { elt } = detail(event)
    if (!elt.hasAttribute("data-wake")) return
    const now = performance.now()
    const quiet = now - (looked.get(elt.id) ?? now) < TRUST_MS
    if (open && quiet && asked(event) === "poll") event.preventDefault()
    if (!event.defaultPrevented || !looked.has(elt.id)) looked.set(elt.id, now)
  })
  // Nobody pressed anything: a failure is no news, and the next try comes by itself.
  for (const failure of ["htmx:sendError", "htmx:timeout", "htmx:responseError"])
    page.body.addEventListener(failure, (event) => {
      if (asked(event) !== "person") event.stopPropagation()
    })
  line.start()
  return {
    arrived: (element) => {
      if (early.delete(element.dataset.wake ?? "")) ring(element)
    },
  }
}

interface Detail {
  elt: Element
  requestConfig?: { elt: Element; triggeringEvent?: Event }
}

function detail(event: Event): Detail {
  return (event as CustomEvent<Detail>).detail
}

/** Who asked for this request: a poll has no event, a doorbell its own. */
function asked(event: Event): "poll" | "bell" | "person" {
  const { requestConfig } = detail(event)
  if (!requestConfig) return "person"
  const by = requestConfig.triggeringEvent
  return by === undefined ? "poll" : by.type === "wake" ? "bell" : "person"
}
