import { copyText } from "../../lib/copying"
import { announce } from "../../lib/dom"
import { Drafts } from "../../lib/drafts"
import { playFilms } from "../../lib/films"
import type { Undo } from "../../lib/islands"
import { keyButtons } from "../../lib/keyButtons"
import { live } from "../../lib/live"
import { throwAwayAndLeave } from "../../lib/throwAway"
import { say } from "../../lib/toasts"
import { zoomOn } from "../../lib/zooming"

const YEAR_SECONDS = 31_536_000
const preloaded = new Map<string, HTMLImageElement>() // pictures stay while something holds on to them
const MOST_PRELOADED = 8
let seen = false

/**
 * One picture or film on the stage: every button is a key, too. The neighbours' pictures are fetched beforehand, and come
 * into the same page, so that stage, full screen and folded details stay as they are.
 */
export function mount(viewer: HTMLElement): Undo {
  const stage = viewer.querySelector<HTMLElement>("[data-stage]")
  const film = viewer.querySelector("video")
  const tools = viewer.querySelector<HTMLElement>(".viewer-tools")
  const go = (rel: string) => viewer.querySelector<HTMLAnchorElement>(`a[rel=${rel}]`)?.click()
  if (!stage || !tools) return () => {}

  const swiped = (direction: 1 | -1) => go(direction > 0 ? "next" : "prev")
  const picture = stage.querySelector<HTMLElement>(":scope > img")
  const near = zoomOn(stage, picture ? [picture] : [], { swiped, changed: (zoom) => say100(tools, zoom.scale) })
  const stopFilm = film ? playFilms([film], tools) : () => {}
  const presses: Record<string, () => void> = {
    "zoom-in": near.nearer,
    "zoom-out": near.further,
    "zoom-whole": near.whole,
    "stage-full": toggleFull,
    "stage-leave": toggleFull,
    details: () => putDetailsAside(viewer),
    "words-only": () => takeWords(viewer),
  }
  const pressed = (event: MouseEvent) => {
    const target = event.target as Element
    const recipe = target.closest<HTMLAnchorElement>("a[data-recipe]")
    if (recipe && !event.metaKey && !event.ctrlKey && !event.shiftKey) {
      event.preventDefault()
      void copyRecipe(recipe.href)
    } else presses[target.closest("button")?.id ?? ""]?.()
  }
  const removed = (event: SubmitEvent) => {
    const form = event.target as HTMLFormElement
    const { restored, back } = form.dataset
    if (!("delete" in form.dataset) || !restored || !back) return
    event.preventDefault()
    void throwAwayAndLeave(form.action, restored, back)
  }
  const left = () => {
    if (!document.fullscreenElement) delete document.documentElement.dataset.stageFull
  }
  // In a film's own controls the arrows look for a place in it, and in a field they are for writing.
  const keys = keyButtons(viewer, film ? "Film" : "Picture", () => document.activeElement !== film)

  live()
  if (seen) announce(document.title)
  seen = true
  viewer.addEventListener("click", pressed)
  viewer.addEventListener("submit", removed)
  viewer.addEventListener("htmx:afterSettle", () => describe(viewer, picture ?? film))
  document.addEventListener("fullscreenchange", left)
  const idle = setTimeout(() => preload(viewer), 200)
  return () => {
    clearTimeout(idle)
    keys()
    near.undo()
    stopFilm()
    document.removeEventListener("fullscreenchange", left)
    if (!document.querySelector('[data-island="viewer"]')) delete document.documentElement.dataset.stageFull
  }
}

/** How near one is, and which of the buttons lead anywhere. */
function say100(tools: HTMLElement, scale: number): void {
  const says = tools.querySelector("[data-zoom-says]")
  if (says) says.textContent = `${Math.round(scale * 100)}%`
  for (const id of ["zoom-out", "zoom-whole"]) {
    const button = tools.querySelector<HTMLButtonElement>(`#${id}`)
    if (button) button.disabled = scale <= 1
  }
}

/** What is read out in place of the picture is what was just written. */
function describe(viewer: HTMLElement, thing: HTMLElement | null): void {
  const words = viewer.querySelector<HTMLElement>("#caption [data-described]")?.dataset.described
  if (words === undefined) return
  if (thing instanceof HTMLImageElement) thing.alt = words
  else thing?.setAttribute("aria-label", `Film: ${words}`)
}

function preload(viewer: HTMLElement): void {
  for (const { dataset } of viewer.querySelectorAll<HTMLElement>("[data-preload]")) {
    const address = dataset.preload ?? ""
    if (preloaded.has(address)) continue
    const picture = new Image()
    picture.src = address
    preloaded.set(address, picture)
  }
  for (const address of preloaded.keys()) if (preloaded.size > MOST_PRELOADED) preloaded.delete(address)
}

/** Over the whole window, and the whole screen where the browser lets us. */
function toggleFull(): void {
  const { dataset } = document.documentElement
  if ("stageFull" in dataset) {
    delete dataset.stageFull
    if (document.fullscreenElement) void document.exitFullscreen()
  } else {
    dataset.stageFull = ""
    void document.documentElement.requestFullscreen?.().catch(() => {}) // then the window must do
  }
}

/** Kept in a cookie, so that the server's next page is right from its first paint. */
function putDetailsAside(viewer: HTMLElement): void {
  const bare = viewer.toggleAttribute("data-bare")
  viewer.querySelector("#details")?.setAttribute("aria-pressed", String(!bare))
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not in every browser we build for
  document.cookie = `viewer=${bare ? "bare" : ""}; path=/studio/; max-age=${bare ? YEAR_SECONDS : 0}; samesite=lax`
}

/** Its words alone go into the bar; whatever else was chosen there stays. */
function takeWords(viewer: HTMLElement): void {
  const words = viewer.querySelector("h1.prompt-words")?.textContent ?? ""
  new Drafts(sessionStorage).words = words
  location.assign(viewer.querySelector<HTMLElement>("#words-only")?.dataset.to ?? "/")
}

async function copyRecipe(address: string): Promise<void> {
  try {
    const answer = await fetch(address)
    if (answer.ok && (await copyText(await answer.text()))) {
      say("The recipe is in your clipboard, as JSON.", {
        action: "Save it as a file",
        run: () => location.assign(address),
      })
      return announce("Copied")
    }
  } catch {
    // said below
  }
  say("It could not be copied.", { kind: "bad", action: "Save it as a file", run: () => location.assign(address) })
}
