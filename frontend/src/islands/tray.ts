import { badge } from "../lib/badge"
import { announce } from "../lib/dom"
import type { Undo } from "../lib/islands"
import { live } from "../lib/live"
import { type Entry, news } from "../lib/trayNews"

const FOLDED = "salon:tray-folded"
const BESIDE_THE_WALL = "(min-width: 721px)"

let known: ReadonlyMap<string, string> | undefined
let opened: boolean | undefined
let left = { focus: "", unfolded: [] as string[] }

/**
 * The tray of jobs. The page brings an empty place; its content is fetched when the page is at rest, and again at each
 * bell. It says once what has come to rest, marks the title when nobody is looking, and keeps the money in the header true.
 */
export function mount(place: HTMLElement): Undo {
  if (!("fetched" in place.dataset)) return whenAtRest(() => place.dispatchEvent(new Event("wake")))

  const entries = read(place)
  const told = news(known, entries)
  known = new Map(entries.map(({ job, state }) => [job, state]))
  if (told.length > 0) announce(told.map(({ sentence }) => sentence).join(". "))
  if (told.some(({ ready }) => ready)) badge(document)
  if (told.length > 0 && document.hidden)
    void import("../lib/notifying").then(({ tell }) =>
      tell(
        told.map(({ plainly }) => plainly),
        document,
      ),
    )
  for (const spent of document.querySelectorAll("[data-spent]")) spent.textContent = place.dataset.spentNow ?? ""
  live()
  const undo = fold(place)
  takeUp(place)
  const swapped = (event: Event) => event.target === place && leave(place)
  place.addEventListener("htmx:beforeSwap", swapped)
  return () => {
    place.removeEventListener("htmx:beforeSwap", swapped)
    undo()
  }
}

/** The tray that comes in place of this one keeps the focus with the person who was in it, and open what they opened. */
function leave(place: HTMLElement): void {
  const within = place.contains(document.activeElement)
  const unfolded = [...place.querySelectorAll(".tray-rest[open] > summary")]
  left = { focus: within ? (document.activeElement?.id ?? "") : "", unfolded: unfolded.map(({ id }) => id) }
}

function takeUp(place: HTMLElement): void {
  for (const id of left.unfolded) place.querySelector(`#${id}`)?.closest("details")?.setAttribute("open", "")
  if (left.focus && document.activeElement === document.body) document.getElementById(left.focus)?.focus()
  left = { focus: "", unfolded: [] }
}

function read(place: HTMLElement): Entry[] {
  return [...place.querySelectorAll<HTMLElement>("[data-tray-job]")].map((line) => ({
    job: line.dataset.trayJob ?? "",
    state: line.dataset.state ?? "",
    words: line.querySelector("[data-tray-words]")?.textContent ?? "",
    says: line.querySelector("[data-tray-says]")?.textContent ?? "",
  }))
}

/**
 * With something on its way it begins open beside the wall, elsewhere as a pill; whoever folds it wants it folded for the
 * rest of the visit, whoever opens it for as long as they are on this page.
 */
function fold(place: HTMLElement): Undo {
  const tray = place.querySelector("details")
  if (!tray) return () => {}
  const folded = sessionStorage.getItem(FOLDED) ?? (document.getElementById("wall") ? "no" : "yes")
  // On a phone it would cover what it tells of.
  tray.open = opened ?? ("goesOn" in place.dataset && folded === "no" && matchMedia(BESIDE_THE_WALL).matches)
  place.toggleAttribute("data-beside-composer", document.querySelector(".composer") !== null)
  const pressed = (event: Event) => {
    if ((event.target as Element).closest("summary")?.parentElement !== tray) return // not of what is folded within
    opened = !tray.open // it changes after the click
    sessionStorage.setItem(FOLDED, opened ? "no" : "yes")
  }
  tray.addEventListener("click", pressed)
  return () => tray.removeEventListener("click", pressed)
}

function whenAtRest(run: () => void): Undo {
  const later = globalThis.requestIdleCallback ?? ((later: () => void) => setTimeout(later, 1))
  let stays = true
  const now = () => stays && run()
  const timer = setTimeout(() => later(now, { timeout: 2000 }), 400)
  return () => {
    stays = false
    clearTimeout(timer)
  }
}
