import { beforeEach, expect, test, vi } from "vitest"
import type { Standing } from "./socket"
import { type Line, listenForWakes, type Wakes } from "./wakes"

let ring: (topic: string, id: string) => void
let stand: (standing: Standing) => void
let fetched: string[]

const line: Line = {
  onWake: (run) => {
    ring = (topic, id) => run(topic, id, "")
    return () => {}
  },
  onStanding: (run) => {
    stand = run
    return () => {}
  },
  start: vi.fn(),
}

function place(markup: string): HTMLElement {
  page.body.innerHTML = markup
  for (const element of page.querySelectorAll("[data-wake]"))
    element.addEventListener("wake", () => fetched.push(element.id))
  return page.body.firstElementChild as HTMLElement
}

function tell(element: Element, name: string, by?: Event): boolean {
  const detail = { elt: element, requestConfig: { elt: element, triggeringEvent: by } }
  return element.dispatchEvent(new CustomEvent(name, { bubbles: true, cancelable: true, detail }))
}

let page: Document
let wakes: Wakes
beforeEach(() => {
  page = document.implementation.createHTMLDocument("")
  fetched = []
  wakes = listenForWakes(page, line)
})

test("a bell is heard by those who listen to it, and not by what is around them", () => {
  place(`<div id="tray" data-wake="job"><p id="one" data-wake="job:1"></p><p id="two" data-wake="job:2"></p></div>
    <p id="notices" data-wake="notice"></p>`)

  ring("job", "1")

  expect(fetched).toEqual(["tray", "one"])
})

test("a bell during a request is answered by another one after it", () => {
  const card = place(`<p id="card" class="htmx-request" data-wake="job:1"></p>`)

  ring("job", "1")
  expect(fetched).toEqual([])
  place(`<p id="card" data-wake="job:1"></p>`)
  page.dispatchEvent(new CustomEvent("htmx:afterRequest", { detail: { elt: page.body, requestConfig: { elt: card } } }))

  expect(fetched).toEqual(["card"])
})

test("a bell that rang before its card came is made up for, once", () => {
  ring("job", "1")
  const card = place(`<p id="card" data-wake="job:1"></p>`)

  wakes.arrived(card)
  wakes.arrived(card)

  expect(fetched).toEqual(["card"])
})

test("a first line makes up for what goes on, a line that is back for everything", () => {
  place(`<p id="moving" data-wake="job:1" data-goes-on></p><p id="still" data-wake="job:2"></p>`)

  stand({ is: "open" })
  expect(fetched).toEqual(["moving"])
  stand({ is: "away", retryAt: 0 })
  stand({ is: "open" })

  expect(fetched).toEqual(["moving", "moving", "still"])
})

test("polls are held back while the line is open, and bells and people are not", () => {
  const card = place(`<p id="card" data-wake="job:1"></p>`)
  const other = page.createElement("p")
  page.body.append(other)
  stand({ is: "open" })

  expect(tell(card, "htmx:beforeRequest")).toBe(false)
  expect(tell(card, "htmx:beforeRequest", new Event("wake"))).toBe(true)
  expect(tell(card, "htmx:beforeRequest", new Event("click"))).toBe(true)
  expect(tell(other, "htmx:beforeRequest")).toBe(true)
  stand({ is: "away", retryAt: 0 })
  expect(tell(card, "htmx:beforeRequest")).toBe(true)
})

test("after a long silence one looks, bell or no bell", () => {
  vi.useFakeTimers()
  const card = place(`<p id="card" data-wake="job:1"></p>`)
  stand({ is: "open" })

  expect(tell(card, "htmx:beforeRequest")).toBe(false)
  vi.advanceTimersByTime(29_000)
  expect(tell(card, "htmx:beforeRequest")).toBe(false)
  vi.advanceTimersByTime(2_000)
  expect(tell(card, "htmx:beforeRequest")).toBe(true)
  expect(tell(card, "htmx:beforeRequest")).toBe(false)
  vi.useRealTimers()
})

test("only what somebody asked for fails aloud", () => {
  const card = place(`<p id="card" data-wake="job:1"></p>`)
  const heard: string[] = []
  page.addEventListener("htmx:sendError", (event) =>
    heard.push((event as CustomEvent).detail.requestConfig.triggeringEvent?.type),
  )

  tell(card, "htmx:sendError")
  tell(card, "htmx:sendError", new Event("wake"))
  tell(card, "htmx:sendError", new Event("click"))

  expect(heard).toEqual(["click"])
})
