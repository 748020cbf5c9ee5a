const SVG = "http://www.w3.org/2000/svg"

type Child = Node | string
type Attributes = Record<string, string | boolean>

/** A new element. A true attribute stands without a value, a false one is left out. */
export function make<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Attributes = {},
  ...children: Child[]
): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== false) element.setAttribute(name, value === true ? "" : value)
  }
  element.append(...children)
  return element
}

/** An icon of the page's sprite (templates/_icons.html). */
export function icon(name: string): SVGElement {
  const drawing = document.createElementNS(SVG, "svg")
  drawing.setAttribute("class", `icon icon-${name}`)
  drawing.setAttribute("aria-hidden", "true")
  const use = document.createElementNS(SVG, "use")
  use.setAttribute("href", `#i-${name}`)
  drawing.append(use)
  return drawing
}

/** Say a state to people who listen instead of look. Never tokens. */
export function announce(sentence: string): void {
  const place = document.getElementById("announcer")
  if (place) place.textContent = sentence
}
