import htmx from "htmx.org"
import { cardMenu } from "../../lib/cardMenu"
import type { Undo } from "../../lib/islands"
import { leafThrough } from "../../lib/leafing"
import { live } from "../../lib/live"
import { shape } from "../../lib/shape"
import { shortcuts } from "../../lib/shortcuts"
import { tab } from "../../lib/tab"
import { throwAway, toldLater } from "../../lib/throwAway"
import { Acts } from "../../lib/wall/acts"
import { Choosing } from "../../lib/wall/choosing"
import { listenForDrags } from "../../lib/wall/dragging"
import { Endless } from "../../lib/wall/endless"
import type { Hanging } from "../../lib/wall/hanging"
import { listenForMoves } from "../../lib/wall/moving"
import { Plain } from "../../lib/wall/plain"
import { scrubber } from "../../lib/wall/scrubber"

const PATIENCE_MS = 800 // the answer to an order of this very tab brings its card; the bell is often quicker

/**
 * The wall: each card in its own shape, jobs ordered elsewhere appear too, and Delete throws away with a way back. A wall
 * longer than its first stretch becomes one scroll, whatever its length; a short one stays as the server drew it.
 */
export function mount(wall: HTMLElement): Undo {
  let hanging: Hanging = new Plain(wall)
  let endless: Endless | undefined
  let gone = false
  const acts = new Acts(wall)
  const choosing = new Choosing(wall, () => hanging, acts)
  const undo: Undo[] = []
  const watcher = new MutationObserver((changes) => {
    const nodes = changes.flatMap((change) => [...change.addedNodes, ...change.removedNodes])
    const others = nodes.filter((node) => node instanceof HTMLElement && !endless?.manages(node)) as HTMLElement[]
    for (const node of others) if (node.isConnected) hang(node, wall)
    if (endless && others.some((node) => node.parentElement === wall || !node.isConnected)) endless.headChanged()
    if (choosing.on) choosing.draw()
  })
  const grow = async () => {
    const made = await Endless.from(wall)
    if (!made || gone) return made?.end()
    hanging = endless = made
    undo.push(() => made.end(), scrubber(made))
    wall.dataset.grown = "" // stories wait for it
  }
  const clicked = (event: MouseEvent) => {
    const card = (event.target as Element).closest<HTMLElement>(".card[data-asset]")
    if (!card?.dataset.asset || event.ctrlKey || event.metaKey || !(choosing.on || event.shiftKey)) return
    if ((event.target as Element).closest(".menu, .card-more")) return
    event.preventDefault()
    void choosing.press(card.dataset.asset, event.shiftKey)
  }
  const chosen = (event: MouseEvent) => {
    if (!(event.target as Element).closest("[data-select]")) return
    if (choosing.on) choosing.end()
    else choosing.begin()
  }
  const forgetBells = tab.onWake((topic, id) => {
    if (topic === "withheld") hanging.takeAway([id])
    if (topic === "job" && !hangs(wall, id)) setTimeout(() => hangs(wall, id) || fetchCard(wall, id), PATIENCE_MS)
  })
  const forgetKey = shortcuts.register({
    keys: "delete",
    words: "Throw the picture in focus away",
    group: "Studio",
    run: () =>
      void (choosing.on && choosing.chosen.size > 0 ? choosing.do("delete", "", true) : takeDown(wall, hanging)),
    when: () => choosing.chosen.size > 0 || focused(wall) !== null,
  })

  const forgetMenu = cardMenu(wall)
  for (const card of wall.children) shape(card as HTMLElement)
  watcher.observe(wall, { childList: true })
  wall.addEventListener("click", clicked)
  document.addEventListener("click", chosen)
  undo.push(
    listenForMoves(wall, () => hanging, choosing, acts),
    listenForDrags(wall, () => hanging, choosing, acts),
  )
  if (wall.querySelector(":scope > .wall-more")) void grow()
  live()
  toldLater()
  const close = leafThrough(wall)
  return () => {
    gone = true
    for (const each of undo) each()
    choosing.end()
    wall.removeEventListener("click", clicked)
    document.removeEventListener("click", chosen)
    close()
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

async function takeDown(wall: HTMLElement, hanging: Hanging): Promise<void> {
  const card = focused(wall)
  const { asset, delete: address, restore } = card?.dataset ?? {}
  if (!card || !asset || !address || !restore) return
  const next = (await hanging.near(card, "ArrowRight")) ?? (await hanging.near(card, "ArrowLeft"))
  let hangAgain = () => {}
  const back = () => {
    hangAgain()
    wall.querySelector<HTMLElement>(`[data-asset="${CSS.escape(asset)}"] a`)?.focus()
  }
  if (!(await throwAway(address, restore, back))) return
  hangAgain = hanging.takeAway([asset])
  next?.querySelector<HTMLElement>("a")?.focus()
}
