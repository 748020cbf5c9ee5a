import { afterEach, beforeEach, expect, test, vi } from "vitest"
import { Endless } from "./endless"

const COUNT = 60
const FIRST = 4 // so many the page brings along
const ids = Array.from({ length: COUNT }, (_, at) => `thing-${at}`)
const drawn = (id: string) => `<li class="card" data-asset="${id}"><a href="/${id}">${id}</a></li>`
let slow: (() => void)[]

/** The server: an answer for many cards waits until the test lets it go, one for a single card comes at once. */
async function answer(address: string): Promise<Response> {
  if (address.startsWith("/cards/")) {
    const of = new URL(address, "http://salon.test").searchParams.get("of")?.split(",") ?? []
    if (of.length > 1) await new Promise<void>((go) => slow.push(go))
    return new Response(of.map(drawn).join(""))
  }
  const told = address.includes("months/") ? { ids } : { months: [["2026-03", COUNT, "80".repeat(COUNT)]] }
  return new Response(JSON.stringify(told))
}

beforeEach(() => {
  slow = []
  vi.stubGlobal("fetch", vi.fn(answer))
  const cards = ids.slice(0, FIRST).map(drawn).join("")
  document.body.innerHTML = `<ol id="wall" data-index="/wall/" data-cards="/cards/">${cards}</ol>`
  const wall = document.getElementById("wall")
  if (wall) Object.defineProperty(wall, "clientWidth", { value: 900 })
})

afterEach(() => vi.unstubAllGlobals())

test("a card that comes a second time takes nobody's focus away", async () => {
  const wall = document.getElementById("wall") as HTMLElement
  const endless = await Endless.from(wall)
  await vi.waitFor(() => expect(slow).toHaveLength(1)) // what is in sight has been asked for
  const last = wall.querySelector<HTMLElement>(`[data-asset="thing-${FIRST - 1}"]`) as HTMLElement

  const next = await endless?.near(last, "ArrowRight")
  next?.querySelector("a")?.focus()
  for (const go of slow) go()
  await vi.waitFor(() => expect(wall.querySelector(`[data-asset="thing-${FIRST + 2}"]`)).not.toBeNull())

  expect(document.activeElement?.textContent).toBe(`thing-${FIRST}`)
  endless?.end()
})
