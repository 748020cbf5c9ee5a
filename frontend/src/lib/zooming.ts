import type { Undo } from "./islands"
import { Zoom } from "./zoom"

const STEP = 1.4
const TAP_SCALE = 2.5
const SWIPE = 60 // pixels to the side before a stroke of the finger means the neighbour

export interface Stage {
  /** A finger stroked over the whole picture: 1 to the left, as if to see the next one. */
  swiped?(direction: 1 | -1): void
  /** Something is dragged over the whole picture: where it is now, from 0 to 1 across the stage. */
  dragged?(across: number): void
  /** The picture is nearer or further than before. */
  changed?(zoom: Zoom): void
}

/**
 * Wheel, pinch, double click and drag on a stage; all pictures of it move as one. Who zooms in gets the whole file in
 * place of the preview.
 */
export function zoomOn(
  stage: HTMLElement,
  pictures: HTMLElement[],
  heard: Stage = {},
): { zoom: Zoom; undo: Undo } & Keys {
  const first = pictures[0]
  const box = () => (first?.parentElement ?? stage).getBoundingClientRect()
  const zoom = new Zoom(box, () => ({
    width: Number(first?.getAttribute("width")) || 1,
    height: Number(first?.getAttribute("height")) || 1,
  }))
  const show = () => {
    stage.toggleAttribute("data-near", zoom.near)
    for (const picture of pictures) {
      picture.style.transform = zoom.near ? `translate(${zoom.x}px, ${zoom.y}px) scale(${zoom.scale})` : ""
      if (zoom.near) wholeFile(picture)
    }
    heard.changed?.(zoom)
  }
  const by = (factor: number, at?: Place) => {
    // Of two pictures beside each other the one that is pointed at.
    const under = at?.target instanceof Element ? at.target.closest("figure") : null
    const around = under && pictures.length > 1 ? under.getBoundingClientRect() : box()
    const x = at ? at.clientX - around.left - around.width / 2 : 0
    const y = at ? at.clientY - around.top - around.height / 2 : 0
    zoom.by(factor, x, y)
    show()
  }
  const whole = () => {
    zoom.whole()
    show()
  }

  const fingers = new Map<number, PointerEvent>()
  let [began, apart]: [PointerEvent | undefined, number] = [undefined, 0]
  const wheel = (event: WheelEvent) => {
    if (!first) return
    event.preventDefault()
    by(Math.exp(-event.deltaY * (event.ctrlKey ? 0.01 : 0.002)), event)
  }
  const double = (event: MouseEvent) => {
    if (!first || (event.target as Element).closest("a, button, input")) return
    if (zoom.near) whole()
    else by(TAP_SCALE, event)
  }
  const down = (event: PointerEvent) => {
    if ((event.target as Element).closest("a, button, input")) return
    fingers.set(event.pointerId, event)
    began = fingers.size === 1 ? event : undefined
    apart = distance(fingers)
  }
  const move = (event: PointerEvent) => {
    const before = fingers.get(event.pointerId)
    if (!before) return
    fingers.set(event.pointerId, event)
    if (fingers.size === 2) {
      const now = distance(fingers)
      if (apart) by(now / apart, middle(fingers))
      apart = now
    } else if (zoom.near) {
      zoom.move(event.clientX - before.clientX, event.clientY - before.clientY)
      show()
    } else if (heard.dragged) {
      const around = stage.getBoundingClientRect()
      heard.dragged(Math.min(1, Math.max(0, (event.clientX - around.left) / around.width)))
    }
  }
  const up = (event: PointerEvent) => {
    fingers.delete(event.pointerId)
    apart = distance(fingers)
    if (event.type !== "pointerup" || !began || zoom.near || event.pointerType === "mouse") return
    const [dx, dy] = [event.clientX - began.clientX, event.clientY - began.clientY]
    if (Math.abs(dx) > SWIPE && Math.abs(dx) > 2 * Math.abs(dy)) heard.swiped?.(dx < 0 ? 1 : -1)
  }

  stage.addEventListener("wheel", wheel, { passive: false })
  stage.addEventListener("dblclick", double)
  stage.addEventListener("pointerdown", down)
  const page = new AbortController() // a finger may leave the stage
  for (const [name, run] of [
    ["pointermove", move],
    ["pointerup", up],
    ["pointercancel", up],
  ] as const)
    document.addEventListener(name, run, { signal: page.signal })
  return { zoom, nearer: () => by(STEP), further: () => by(1 / STEP), whole, undo: () => page.abort() }
}

interface Place {
  clientX: number
  clientY: number
  target?: EventTarget | null
}

interface Keys {
  nearer(): void
  further(): void
  whole(): void
}

/** The file itself in place of its preview, once it is there to be shown. */
function wholeFile(picture: HTMLElement): void {
  const address = picture.dataset.whole
  if (!address || !(picture instanceof HTMLImageElement)) return
  delete picture.dataset.whole
  const file = new Image()
  file.src = address
  void file.decode().then(
    () => {
      picture.src = address
    },
    () => {}, // the preview stays
  )
}

function distance(fingers: Map<number, PointerEvent>): number {
  const [a, b] = [...fingers.values()]
  return a && b ? Math.hypot(a.clientX - b.clientX, a.clientY - b.clientY) : 0
}

function middle(fingers: Map<number, PointerEvent>): Place {
  const [a, b] = [...fingers.values()]
  return a && b
    ? { clientX: (a.clientX + b.clientX) / 2, clientY: (a.clientY + b.clientY) / 2 }
    : { clientX: 0, clientY: 0 }
}
