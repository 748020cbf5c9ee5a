import { beforeEach, expect, test, vi } from "vitest"
import { comparedWords, compareIn } from "./comparing"

const ENGINES = ["grok-4.7", "grok-4.6", "grok-4.5", "grok-4.3", "grok-build"]
const heard = vi.fn()
const kept = vi.fn()
let menu: HTMLElement

function page(chosen: string, ticked: string[] = []): void {
  const type = ticked.length ? "checkbox" : "radio"
  const option = (value: string, alone = "") =>
    `<label><input type="${type}" name="engine" value="${value}" ${alone}
      ${(ticked.length ? ticked.includes(value) : value === chosen) ? "checked" : ""}></label>`
  document.body.innerHTML = `<span id="engine-label">${ticked.length ? `Compare ${ticked.length} engines` : "Auto"}</span>
    <form><div id="menu" data-engine="auto" data-usual="Auto" data-most="4" ${ticked.length ? "data-comparing" : ""}>
    ${option("auto", ticked.length ? "data-alone disabled" : "data-alone")}${ENGINES.map((name) => option(name)).join("")}
    <input type="checkbox" data-compare ${ticked.length ? "checked" : ""}><p data-compared></p></div></form>`
  menu = document.getElementById("menu") as HTMLElement
  compareIn(menu, heard)
  menu.addEventListener("change", kept) // as htmx listens
}

const press = (field: HTMLInputElement) => {
  field.checked = field.type === "radio" || !field.checked
  field.dispatchEvent(new Event("change", { bubbles: true }))
}
const option = (value: string) => menu.querySelector(`[value="${value}"]`) as HTMLInputElement
const toggle = () => menu.querySelector("[data-compare]") as HTMLInputElement
const chip = () => document.getElementById("engine-label")?.textContent
const status = () => menu.querySelector("[data-compared]")?.textContent ?? ""
const posted = () => new FormData(document.querySelector("form") as HTMLFormElement).getAll("engine")
const close = () => menu.dispatchEvent(Object.assign(new Event("toggle"), { newState: "closed" }))

beforeEach(() => {
  vi.clearAllMocks()
  page("auto")
})

test("one ticks engines instead of choosing one, the chip counts them, and nothing is kept", () => {
  press(toggle())
  for (const name of ENGINES.slice(0, 3)) press(option(name))

  expect(posted()).toEqual(ENGINES.slice(0, 3))
  expect(chip()).toBe("Compare 3 engines")
  expect(status()).toContain("3 engines answer your next question")
  expect(option("auto").closest("label")?.hidden).toBe(true)
  expect(kept).not.toHaveBeenCalled()
  expect(heard).toHaveBeenCalledTimes(4)
})

test("the engine that was chosen is the first one ticked", () => {
  page("grok-4.6")
  press(toggle())

  expect(posted()).toEqual(["grok-4.6"])
  expect(chip()).toBe("Auto") // one is no comparison yet
})

test("a fifth one is refused in words, and the four stay", () => {
  press(toggle())
  for (const name of ENGINES) press(option(name))

  expect(posted()).toEqual(ENGINES.slice(0, 4))
  expect(status()).toBe("4 engines at most. This one was left out: untick another one first.")
})

test.each([
  ["turned off again", () => press(toggle())],
  ["closed with fewer than two", close],
])("%s, it is as before", (_, leave) => {
  press(toggle())
  press(option("grok-4.6"))
  leave()

  expect(posted()).toEqual(["auto"])
  expect(option("grok-4.6").type).toBe("radio")
  expect(chip()).toBe("Auto")
  expect(status()).toBe("")
  press(option("grok-4.6"))
  expect(kept).toHaveBeenCalledOnce()
})

test("closed with two, they stay", () => {
  press(toggle())
  for (const name of ENGINES.slice(0, 2)) press(option(name))
  close()

  expect(posted()).toEqual(ENGINES.slice(0, 2))
})

test("a comparison that came back from the house goes on, and can be left", () => {
  page("auto", ["grok-4.7", "grok-4.3"])
  expect(status()).toContain("2 engines")
  expect(chip()).toBe("Compare 2 engines")

  press(toggle())

  expect(posted()).toEqual(["auto"])
  expect(chip()).toBe("Auto")
})

test("what is said names the engine that answers otherwise", () => {
  expect(comparedWords(1, 4, "grok-4.3")).toBe(
    "Tick two to 4 engines; 1 so far. With fewer than two, grok-4.3 answers.",
  )
})
