import htmx from "htmx.org"
import { cardMenu } from "../lib/cardMenu"
import type { Undo } from "../lib/islands"
import { live } from "../lib/live"
import { shape } from "../lib/shape"
import { shortcuts } from "../lib/shortcuts"
import { tab } from "../lib/tab"
import { throwAway, toldLater } from "../lib/throwAway"

const PATIENCE_MS = 800 // the answer to an order of this very tab brings its card; the bell is often quicker

/** The wall: each card in its own shape, jobs ordered elsewhere appear too, and Delete throws away with a way back. */
export function mount(wall: HTMLElement): Undo {
  const watcher = new MutationObserver((changes) => {
    for (const node of changes.flatMap((change) => [...change.addedNodes]))
      if (node instanceof HTMLElement) hang(node, wall)
  })
  const forgetBells = tab.onWake((topic, id) => {
    if (topic === "job" && !hangs(wall, id)) setTimeout(() => hangs(wall, id) || fetchCard(wall, id), PATIENCE_MS)
  })
  const forgetKey = shortcuts.register({
    keys: "delete",
    words: "Throw the picture in focus away",
    group: "Studio",
    run: () => void takeDown(focused(wall)),
    when: () => focused(wall) !== null,
  })

  const forgetMenu = cardMenu(wall)
  for (const card of wall.children) shape(card as HTMLElement)
  watcher.observe(wall, { childList: true })
  live()
  toldLater()
  return () => {
    watcher.disconnect()
    forgetBells()
    forgetMenu()
    forgetKey()
  }
}

/** A new card takes its shape; what hung there under the same name before goes. */
function hang(card: HTMLElement, wall: HTMLElement): void {
  shape(card)
  const { asset, job } = card.dataset
  const name = asset ? `[data-asset="${asset}"]` : `[data-job="${job}"]:not([data-asset])`
  for (const other of wall.querySelectorAll(name)) if (other !== card) other.remove()
}

function hangs(wall: HTMLElement, job: string): boolean {
  return wall.querySelector(`[data-job="${CSS.escape(job)}"]`) !== null
}

function fetchCard(wall: HTMLElement, job: string): void {
  void htmx.ajax("get", `${wall.dataset.card}${job}/card/`, { target: wall, swap: "afterbegin" })
}

function focused(wall: HTMLElement): HTMLElement | null {
  const card = document.activeElement?.closest<HTMLElement>(".card[data-asset]") ?? null
  return card && wall.contains(card) ? card : null
}

async function takeDown(card: HTMLElement | null): Promise<void> {
  const wall = card?.parentElement
  const { delete: address, restore } = card?.dataset ?? {}
  if (!card || !wall || !address || !restore) return
  const next = card.nextElementSibling
  const back = () => {
    wall.insertBefore(card, next?.parentElement === wall ? next : null)
    card.querySelector("a")?.focus()
  }
  const thrown = await throwAway(address, restore, back)
  if (!thrown) return
  card.remove()
  ;(next?.querySelector<HTMLElement>("a") ?? wall.querySelector<HTMLElement>("a"))?.focus()
}
