import type { TabSocket } from "./socket"

export type Line = Pick<TabSocket, "onWake" | "onStanding" | "start">

/**
 * What goes stale says which doorbell it listens to: `data-wake="job"` for any job, `data-wake="job:<id>"` for one. Its
 * own `hx-trigger="wake"` fetches it anew. An "every …s" beside it is for when the line is away; while it is open the
 * bell is quicker and those requests are held back. `data-goes-on` marks what is not at rest.
 */
export function listenForWakes(page: Document, line: Line): void {
  const again = new Set<string>() // those that were on their way when it rang: what they bring is too old
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

  line.onWake((topic, id) => ringAll(`[data-wake="${topic}"], [data-wake="${topic}:${CSS.escape(id)}"]`))
  line.onStanding((standing) => {
    open = standing.is === "open"
    if (standing.is === "away") missed = true
    if (!open) return
    // What happened before the line was open rang for nobody.
    ringAll(missed ? "[data-wake]" : "[data-goes-on]")
    missed = false
  })
  page.addEventListener("htmx:afterRequest", (event) => {
    const { id } = detail(event).elt
    if (id && again.delete(id)) ring(page.getElementById(id))
  })
  page.addEventListener("htmx:beforeRequest", (event) => {
    if (open && detail(event).elt.hasAttribute("data-wake") && asked(event) === "poll") event.preventDefault()
  })
  // Nobody pressed anything: a failure is no news, and the next try comes by itself.
  for (const failure of ["htmx:sendError", "htmx:timeout", "htmx:responseError"])
    page.body.addEventListener(failure, (event) => {
      if (asked(event) !== "person") event.stopPropagation()
    })
  line.start()
}

interface Detail {
  elt: Element
  requestConfig?: { triggeringEvent?: Event }
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
