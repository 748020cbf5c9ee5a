import { make } from "../dom"
import type { Undo } from "../islands"
import type { Acts } from "./acts"
import { boards, type Choosing } from "./choosing"
import type { Hanging } from "./hanging"

/** A card that is dragged brings the boards; dropped on one, it hangs there, with all that are chosen if it is one of them. */
export function listenForDrags(wall: HTMLElement, hanging: () => Hanging, choosing: Choosing, acts: Acts): Undo {
  let strip: HTMLElement | undefined
  let dragged: string | undefined

  const begin = (event: DragEvent) => {
    dragged = (event.target as Element).closest<HTMLElement>(".card[data-asset]")?.dataset.asset
    if (!dragged || boards().length === 0) return
    event.dataTransfer?.setData("text/x-salon-asset", dragged)
    strip = make("div", { class: "boards-strip", "aria-hidden": "true" })
    for (const [id, name] of [...boards(), ["", "No board"]] as [string, string][]) strip.append(target(id, name))
    document.body.append(strip)
  }
  const target = (board: string, name: string) => {
    const place = make("span", { class: "chip" }, name)
    const over = (event: DragEvent) => {
      event.preventDefault()
      place.classList.toggle("on", event.type !== "dragleave")
    }
    for (const event of ["dragenter", "dragover", "dragleave"] as const) place.addEventListener(event, over)
    place.addEventListener("drop", (event) => {
      event.preventDefault()
      drop(board)
    })
    return place
  }
  const drop = (board: string) => {
    const id = dragged
    if (!id) return
    if (choosing.on && (choosing.asked.all || choosing.chosen.has(id))) return void choosing.do("move", board)
    void acts.do("move", board, { ids: [id] }, () => void hanging().refresh([id]))
  }
  const end = () => {
    strip?.remove()
    strip = undefined
    dragged = undefined
  }

  wall.addEventListener("dragstart", begin)
  wall.addEventListener("dragend", end)
  return () => {
    end()
    wall.removeEventListener("dragstart", begin)
    wall.removeEventListener("dragend", end)
  }
}
