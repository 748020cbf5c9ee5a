/**
 * Give a card the ratio it names: "5:4", or "1.778". The style sheet knows the usual ones; this knows the rest. What the
 * style sheet says right is left alone: htmx copies an element's style attribute when it swaps, which our policy forbids.
 */
export function shape(card: HTMLElement): void {
  const ratio = ratioOf(card.dataset.ratio ?? "") ?? ratioOfPicture(card)
  const styled = Number(getComputedStyle(card).getPropertyValue("--ratio")) || 0
  if (ratio && Math.abs(styled / ratio - 1) > 0.01) card.style.setProperty("--ratio", ratio.toFixed(4))
}

/** Width over height; undefined for what is no ratio. */
export function ratioOf(words: string): number | undefined {
  const [width = Number.NaN, height = 1] = words.split(":").map(Number)
  const ratio = width / height
  return Number.isFinite(ratio) && ratio > 0 ? ratio : undefined
}

function ratioOfPicture(card: HTMLElement): number | undefined {
  const picture = card.querySelector("img")
  return picture ? ratioOf(`${picture.getAttribute("width")}:${picture.getAttribute("height")}`) : undefined
}
