import { make } from "../dom"
import type { Undo } from "../islands"
import type { Endless } from "./endless"
import type { Month } from "./months"

const NAME = new Intl.DateTimeFormat("en-GB", { month: "long", year: "numeric", timeZone: "UTC" })
const TICK_PX = 22 // a year's name needs so much

/** The years and months of a wall at its right edge: drag along it, or use the keys, and the wall is there. */
export function scrubber(wall: Endless): Undo {
  const label = make("output", { class: "scrubber-label", "aria-hidden": "true" })
  const thumb = make("span", { class: "scrubber-thumb" })
  const ticks = make("span", { class: "scrubber-ticks", "aria-hidden": "true" })
  const line = make(
    "div",
    {
      class: "scrubber",
      role: "slider",
      tabindex: "0",
      "aria-label": "When it was made",
      "aria-orientation": "vertical",
    },
    ticks,
    thumb,
    label,
  )
  const months = () => wall.months.list.filter(({ count }) => count > 0)
  const room = () => Math.max(1, wall.bottom - wall.top(0) - innerHeight / 2)
  let now = -1
  let aim = -1 // the month that was asked for last
  let frame = 0

  const said = (month: Month | undefined) => (month ? NAME.format(new Date(`${month.month}-01T00:00:00Z`)) : "")
  const show = () => {
    frame = 0
    const all = months()
    const start = wall.top(0)
    const share = Math.max(0, Math.min(1, (scrollY - start) / room()))
    const [from, to] = wall.rowAt(Math.max(scrollY + bar() + 12, start + 1)) // below the bar: what one sees
    const asked = all[aim]
    const aimed = asked ? wall.months.start(asked) : -1
    // A month may begin within a row: whoever asked for that one is told that one.
    const at =
      aimed >= from && aimed < to
        ? aim
        : Math.max(
            0,
            all.findLastIndex((month) => wall.months.start(month) <= from),
          )
    thumb.style.insetBlockStart = label.style.insetBlockStart = `${(share * 100).toFixed(2)}%`
    if (at === now) return
    now = at
    label.textContent = said(all[at])
    line.ariaValueMin = "0"
    line.ariaValueMax = String(all.length - 1)
    line.ariaValueNow = String(at)
    line.ariaValueText = label.textContent
  }
  const soon = () => {
    frame ||= requestAnimationFrame(show)
  }
  const draw = () => {
    now = -1
    const start = wall.top(0)
    let year = ""
    let free = Number.NEGATIVE_INFINITY
    ticks.replaceChildren()
    for (const month of months()) {
      if (month.month.slice(0, 4) === year) continue
      year = month.month.slice(0, 4)
      const share = Math.min(1, (wall.top(wall.months.start(month)) - start) / room())
      if (share * line.clientHeight < free) continue
      free = share * line.clientHeight + TICK_PX
      const tick = make("span", {}, year)
      tick.style.insetBlockStart = `${(share * 100).toFixed(2)}%`
      ticks.append(tick)
    }
    soon()
  }
  const go = (y: number) => scrollTo({ top: y, behavior: "instant" })
  const bar = () => document.querySelector(".bar")?.getBoundingClientRect().height ?? 0
  const goTo = (at: number) => {
    const all = months()
    aim = Math.max(0, Math.min(all.length - 1, at))
    const month = all[aim]
    if (month) go(Math.max(0, wall.top(wall.months.start(month)) - bar() - 8))
  }
  const yearOn = (step: 1 | -1) => {
    const all = months()
    const year = all[now]?.month.slice(0, 4)
    const others = all.map((month, at) => ({ at, year: month.month.slice(0, 4) })).filter((each) => each.year !== year)
    const next = step > 0 ? others.find(({ at }) => at > now) : others.findLast(({ at }) => at < now)
    goTo(next?.at ?? (step > 0 ? all.length - 1 : 0))
  }
  const pressed = (event: KeyboardEvent) => {
    const act = {
      ArrowDown: () => goTo(now + 1),
      ArrowUp: () => goTo(now - 1),
      PageDown: () => yearOn(1),
      PageUp: () => yearOn(-1),
      Home: () => goTo(0),
      End: () => goTo(Number.POSITIVE_INFINITY),
    }[event.key]
    if (!act) return
    event.preventDefault()
    event.stopPropagation()
    act()
  }
  const dragged = (event: PointerEvent) => {
    if (event.type === "pointerdown") {
      line.setPointerCapture(event.pointerId)
      line.dataset.dragging = ""
      line.focus({ preventScroll: true })
    } else if (!line.hasPointerCapture(event.pointerId)) return
    event.preventDefault()
    const box = line.getBoundingClientRect()
    const share = Math.max(0, Math.min(1, (event.clientY - box.top) / box.height))
    go(wall.top(0) + share * room())
  }
  const dropped = () => delete line.dataset.dragging
  const page = document.querySelector("main") ?? document.body

  page.append(line)
  line.addEventListener("keydown", pressed)
  for (const event of ["pointerdown", "pointermove"] as const) line.addEventListener(event, dragged)
  for (const event of ["pointerup", "pointercancel"] as const) line.addEventListener(event, dropped)
  addEventListener("scroll", soon, { passive: true })
  wall.onChange(draw)
  draw()
  return () => {
    removeEventListener("scroll", soon)
    cancelAnimationFrame(frame)
    line.remove()
  }
}
