import { afterEach, beforeEach, expect, test, vi } from "vitest"
import type { EventFrame } from "../lib/frames"
import { mount } from "./turn"

const log = vi.hoisted(() => ({ tell: (_: unknown) => {} }))
vi.mock("htmx.org", () => ({ default: { ajax: vi.fn(() => Promise.resolve()), config: {} } }))
vi.mock("../lib/tab", () => ({
  tab: {
    watch: (_turn: string, _cursor: string, { event }: { event: (frame: unknown) => void }) => {
      log.tell = event
      return () => {}
    },
    onStanding: () => () => {},
  },
}))

const SENTENCE = "grok-4.7 was busy or away, and nothing was charged for it; grok-4.6 answered instead."
const frame = (e: number, n: number, rest: Partial<EventFrame>) => ({ e, n, ...rest }) as EventFrame
const instead = (e: number, n: number) => frame(e, n, { k: "notice", code: "instead", t: SENTENCE })
const strips = () => [...document.querySelectorAll("[data-instead]")].map((strip) => strip.textContent)
let undo = () => {}
let said: string[] = []

beforeEach(() => {
  document.body.innerHTML = `<p id="announcer"></p>
    <article data-turn="t"><p data-says></p><details data-thinking hidden><summary><span data-thought></span></summary>
    <div class="thoughts"></div></details><div data-answer></div></article>`
  undo = mount(document.querySelector("article") as HTMLElement)
  const place = document.getElementById("announcer") as HTMLElement
  said = []
  Object.defineProperty(place, "textContent", { set: (words: string) => said.push(words) })
})
afterEach(() => undo())

test("that another engine answers is said beside the answer as soon as it is so, and announced once", () => {
  log.tell(instead(1, 1))
  log.tell(frame(1, 2, { k: "text", t: "Because" }))
  log.tell(frame(1, 3, { k: "text", t: " of that." }))

  expect(strips()).toEqual([SENTENCE])
  expect(document.querySelector("[data-answer]")?.nextElementSibling?.textContent).toBe(SENTENCE)
  expect(said).toEqual([SENTENCE])
})

test("told again from the beginning, it stands there once and is not announced again", () => {
  log.tell(instead(1, 1))
  log.tell(frame(2, 1, { k: "state", s: "thinking" }))
  expect(strips()).toEqual([])
  log.tell(instead(2, 2))

  expect(strips()).toEqual([SENTENCE])
  expect(said).toEqual([SENTENCE])
})
