import { playFilms } from "../../lib/films"
import type { Undo } from "../../lib/islands"
import { keyButtons } from "../../lib/keyButtons"
import { zoomOn } from "../../lib/zooming"

const KEPT = "salon:compare"
const MODES = ["slide", "side", "onion", "difference"]

/** Two things over or beside each other. They are zoomed as one, and two films play as one. */
export function mount(compare: HTMLElement): Undo {
  const stage = compare.querySelector<HTMLElement>("[data-stage]")
  const mix = compare.querySelector<HTMLInputElement>("#mix")
  const tools = compare.querySelector<HTMLElement>(".viewer-tools")
  if (!stage || !mix || !tools) return () => {}
  const media = [...stage.querySelectorAll<HTMLElement>("figure > :is(img, video)")]
  const films = media.filter((each) => each instanceof HTMLVideoElement)

  const mixed = () => stage.style.setProperty("--mix", `${mix.value}%`)
  const show = (mode: string) => {
    compare.dataset.mode = mode
    mix.disabled = mode === "side" || mode === "difference"
    sessionStorage.setItem(KEPT, mode)
  }
  const dragged = (across: number) => {
    if (compare.dataset.mode !== "slide") return
    mix.value = String(Math.round(100 - across * 100))
    mixed()
  }
  const near = zoomOn(stage, media, {
    dragged,
    changed: (zoom) => {
      const says = tools.querySelector("[data-zoom-says]")
      if (says) says.textContent = `${Math.round(zoom.scale * 100)}%`
      for (const id of ["zoom-out", "zoom-whole"])
        tools.querySelector<HTMLButtonElement>(`#${id}`)?.toggleAttribute("disabled", !zoom.near)
    },
  })
  const presses: Record<string, () => void> = {
    "zoom-in": near.nearer,
    "zoom-out": near.further,
    "zoom-whole": near.whole,
  }
  const pressed = (event: Event) => presses[(event.target as Element).closest("button")?.id ?? ""]?.()
  const chosen = (event: Event) => {
    const { name, value } = event.target as HTMLInputElement
    if (name === "mode") show(value)
  }

  if (films.length === 2) for (const film of films) film.controls = false // one transport for both
  const stopFilms = films.length ? playFilms(films, tools) : () => {}
  const kept = sessionStorage.getItem(KEPT) ?? "slide"
  const mode = MODES.includes(kept) ? kept : "slide"
  const radio = compare.querySelector<HTMLInputElement>(`#mode-${mode}`)
  if (radio) radio.checked = true
  show(mode)
  mixed()
  compare.addEventListener("click", pressed)
  compare.addEventListener("change", chosen)
  mix.addEventListener("input", mixed)
  const keys = keyButtons(compare, "Compare")
  return () => {
    keys()
    near.undo()
    stopFilms()
  }
}
