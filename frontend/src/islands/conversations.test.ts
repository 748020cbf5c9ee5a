import htmx from "htmx.org"
import { beforeEach, expect, test, vi } from "vitest"
import type { Standing } from "../lib/socket"
import { mount } from "./conversations"

const heard = vi.hoisted(() => ({ ring: (_: string) => {}, stand: (_: Standing) => {} }))
vi.mock("htmx.org", () => ({ default: { ajax: vi.fn(() => Promise.resolve()), config: {} } }))
vi.mock("../lib/tab", () => ({
  tab: {
    start: () => {},
    onWake: (run: (topic: string) => void) => {
      heard.ring = run
      return () => {}
    },
    onStanding: (run: (standing: Standing) => void) => {
      heard.stand = run
      return () => {}
    },
  },
}))

const OPEN = { is: "open" } as Standing
const AWAY = { is: "away" } as Standing
let nav: HTMLElement

const list = (spent: string, title = "Ships") =>
  `<div id="conversations" hx-get="/c/?current=1" data-spent-now="${spent}" data-used-now="40">
     <a aria-current="page"><span class="title">${title}</span></a></div>`
const fetched = () => vi.mocked(htmx.ajax).mock.calls.length

beforeEach(() => {
  vi.useFakeTimers()
  vi.mocked(htmx.ajax).mockClear()
  document.title = "New conversation · Salon"
  document.body.innerHTML = `<nav>${list("$1.00")}</nav><div id="name"><h1>Ships</h1></div><article></article>
    <div class="me"><span data-spent>$1.00</span><meter value="10"></meter></div>`
  nav = document.querySelector("nav") as HTMLElement
  return mount(nav)
})

test.each([
  ["a bell of a turn", () => heard.ring("turn")],
  ["a bell of a conversation", () => heard.ring("conversation")],
  [
    "the end of an answer in this tab, also without a bell",
    () => document.querySelector("article")?.dispatchEvent(new CustomEvent("turn:ended", { bubbles: true })),
  ],
  [
    "a line that is back",
    () => {
      heard.stand(AWAY)
      heard.stand(OPEN)
    },
  ],
])("%s is answered by one look", (_, happens) => {
  happens()
  happens()
  vi.runAllTimers()

  expect(fetched()).toBe(1)
})

test("other bells, and a line that opens for the first time, are no reason to look", () => {
  heard.ring("job")
  heard.stand(OPEN)
  vi.runAllTimers()

  expect(fetched()).toBe(0)
})

test("a look waits for no request of another element, which could take its place", () => {
  heard.ring("turn")
  vi.runAllTimers()

  expect(vi.mocked(htmx.ajax).mock.calls[0]?.[2]).toMatchObject({ source: nav })
})

test("what was spent by then, and the title, stand everywhere", () => {
  nav.innerHTML = list("$4.00", "Ships and harbours")
  nav.dispatchEvent(new CustomEvent("htmx:afterRequest"))

  expect(document.querySelector("[data-spent]")?.textContent).toBe("$4.00")
  expect(document.querySelector("meter")?.getAttribute("value")).toBe("40")
  expect(document.querySelector("h1")?.textContent).toBe("Ships and harbours")
  expect(document.title).toBe("Ships and harbours · Salon")
})

test("the tab is named also where the heading is right already, and keeps its mark", () => {
  document.title = "● Old · Salon (demo)"
  nav.dispatchEvent(new CustomEvent("htmx:afterRequest"))

  expect(document.title).toBe("● Ships · Salon (demo)")
})

test("an answer that ends while nobody looks marks the tab until somebody does", async () => {
  const look = (hidden: boolean) => {
    Object.defineProperty(document, "hidden", { configurable: true, get: () => hidden })
    document.dispatchEvent(new Event("visibilitychange"))
  }
  const end = () => document.querySelector("article")?.dispatchEvent(new CustomEvent("turn:ended", { bubbles: true }))
  end()
  await vi.dynamicImportSettled()
  expect(document.title).toBe("New conversation · Salon")

  look(true)
  end()
  await vi.dynamicImportSettled()
  expect(document.title).toBe("● New conversation · Salon")

  look(false)
  expect(document.title).toBe("New conversation · Salon")
})
