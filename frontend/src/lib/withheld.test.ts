import { expect, test } from "vitest"
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
    <p><img id="thumb" src="/studio/assets/${CARLA}/small/" srcset="/studio/assets/${CARLA}/large/ 2x"></p>`)
  const thumb = page.querySelector("#thumb")

  takeDown(document, CARLA)

  expect(page.innerHTML).not.toContain(CARLA)
  expect(page.querySelectorAll(".card")).toHaveLength(1)
  expect(page.querySelector("figure")?.textContent).toContain("consent")
  expect(thumb?.hasAttribute("srcset")).toBe(false)
})

test("A bell that names no thing takes nothing down", () => {
  const page = hung(`<img src="/studio/assets/${FOX}/small/">`)

  takeDown(document, '"],img[src*="')

  expect(page.querySelector("img")).not.toBeNull()
})
