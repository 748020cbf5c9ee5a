import { icon, make } from "./dom"

const GONE = "Not shown any more: somebody in it has taken their consent back."
const SMALL = 160 // narrower than this the sentence has no room: an icon stands there, which says it
const FETCHED = "#tray, #arrivals" // what tells of things by their names, and knows better than this page

let asked: ReturnType<typeof setTimeout> | undefined

/** Take everything down that shows this thing, wherever it stands in this page: somebody in it does not agree any more. */
export function takeDown(page: Document, id: string): void {
  if (!/^[\w-]+$/.test(id)) return
  // Before anything moves: what came a moment ago is not hung once more.
  for (const came of page.querySelectorAll<HTMLElement>(`[data-hung="${id}"]`)) delete came.dataset.hung
  for (const card of page.querySelectorAll(`.card[data-asset="${id}"]`)) card.remove()
  for (const attribute of ["src", "poster"])
    for (const shown of page.querySelectorAll<Shown>(`:is(img, video)[${attribute}*="/${id}/"]`)) empty(shown)
  for (const viewer of page.querySelectorAll<HTMLElement>(`[data-asset="${id}"]`)) viewer.dataset.withheld = ""
  clearTimeout(asked) // one look for all that goes with it
  asked = setTimeout(() => {
    for (const each of page.querySelectorAll(FETCHED)) each.dispatchEvent(new Event("wake"))
  }, 300)
}

type Shown = HTMLImageElement | HTMLVideoElement

/** The bytes are let go of, too: a film goes on playing from what it has. */
function empty(shown: Shown): void {
  const width = shown.clientWidth || shown.width
  shown.replaceWith(
    width > 0 && width < SMALL ? sign(shown, width) : make("span", { class: "withheld", role: "status" }, GONE),
  )
  if (shown instanceof HTMLMediaElement) shown.pause()
  for (const attribute of ["src", "srcset", "poster"]) shown.removeAttribute(attribute)
  if (shown instanceof HTMLMediaElement) shown.load()
}

/** As large as what stood there, so that nothing around it moves. */
function sign(shown: Shown, width: number): HTMLElement {
  const words = { role: "img", "aria-label": GONE, title: GONE }
  const small = make("span", { class: `${shown.className} withheld-small`.trim(), ...words }, icon("picture"))
  small.style.inlineSize = `${width}px`
  small.style.blockSize = `${shown.clientHeight || shown.height}px`
  return small
}
