import { expect, test, vi } from "vitest"
import { takeDown } from "./withheld"

const CARLA = "2d5b8e1e-6f0e-4bb4-93d1-1f7f3a6f0a11"
const FOX = "5e1b3c55-0d0f-4c3c-8a39-8f3d5d1d9c22"

function hung(markup: string): HTMLElement {
  document.body.innerHTML = markup
  return document.body
}

test("What shows somebody who took their consent back leaves the page, and nothing else does", () => {
  const page = hung(`
    <ul><li class="card" data-asset="${CARLA}"><img src="/studio/assets/${CARLA}/small/"></li>
    <li class="card" data-asset="${FOX}"><img src="/studio/assets/${FOX}/small/"></li></ul>
    <figure><video src="/studio/assets/${CARLA}/file/" poster="/studio/assets/${CARLA}/large/"></video></figure>
    <ul><li data-hung="${CARLA}"></li></ul>
    <p><img id="thumb" width="44" height="44" src="/studio/assets/${CARLA}/small/" srcset="/studio/assets/${CARLA}/large/ 2x"></p>`)
  const thumb = page.querySelector("#thumb")

  takeDown(document, CARLA)

  expect(page.innerHTML).not.toContain(CARLA)
  expect(page.querySelectorAll(".card")).toHaveLength(1)
  expect(page.querySelector("figure")?.textContent).toContain("consent")
  expect(thumb?.hasAttribute("srcset")).toBe(false)
})

test("Where there is no room for a sentence an icon of the same size says it", () => {
  const page = hung(`<p><img class="source" width="44" height="40" src="/studio/assets/${CARLA}/small/"></p>`)

  takeDown(document, CARLA)

  const sign = page.querySelector<HTMLElement>("p > .source")
  expect(sign?.textContent).toBe("")
  expect(sign?.getAttribute("aria-label")).toContain("consent")
  expect([sign?.style.inlineSize, sign?.style.blockSize]).toEqual(["44px", "40px"])
})

test("The tray and what was brought are asked for anew, once for all that went", () => {
  vi.useFakeTimers()
  const page = hung('<aside id="tray"></aside><ul id="arrivals"></ul>')
  const rung: string[] = []
  for (const each of page.children) each.addEventListener("wake", () => rung.push(each.id))

  takeDown(document, CARLA)
  takeDown(document, FOX)
  vi.runAllTimers()
  vi.useRealTimers()

  expect(rung).toEqual(["tray", "arrivals"])
})

test("A bell that names no thing takes nothing down", () => {
  const page = hung(`<img src="/studio/assets/${FOX}/small/">`)

  takeDown(document, '"],img[src*="')

  expect(page.querySelector("img")).not.toBeNull()
})
