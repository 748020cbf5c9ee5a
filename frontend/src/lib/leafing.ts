const FRAMES = 12

/** Which frame of a strip stands for this place on a card: from 0 at its left edge to the last at its right. */
export function frameAt(x: number, width: number, frames = FRAMES): number {
  return Math.min(frames - 1, Math.max(0, Math.floor((x / Math.max(1, width)) * frames)))
}

/** Leaf through films by moving over their cards: twelve frames in one small picture, fetched at the first touch of it. */
export function leafThrough(wall: HTMLElement): () => void {
  let shown: HTMLElement | undefined
  let over: HTMLElement | undefined

  const leave = () => {
    shown?.remove()
    shown = over = undefined
  }
  const move = (event: PointerEvent) => {
    const card = (event.target as HTMLElement).closest<HTMLElement>("[data-strip]") ?? undefined
    if (event.pointerType !== "mouse" || !card) return leave()
    if (card !== over) {
      leave()
      over = card
      shown = begun(card)
    }
    const box = card.getBoundingClientRect()
    if (shown)
      shown.style.backgroundPositionX = `${(100 * frameAt(event.clientX - box.left, box.width)) / (FRAMES - 1)}%`
  }
  wall.addEventListener("pointermove", move)
  wall.addEventListener("pointerleave", leave)
  return () => {
    leave()
    wall.removeEventListener("pointermove", move)
    wall.removeEventListener("pointerleave", leave)
  }
}

function begun(card: HTMLElement): HTMLElement {
  const sheet = document.createElement("span")
  sheet.className = "card-strip"
  sheet.style.backgroundImage = `url("${card.dataset.strip}")`
  sheet.style.backgroundSize = `${FRAMES * 100}% 100%`
  card.querySelector("a")?.append(sheet)
  return sheet
}
