import DOMPurify from "dompurify"
import katex from "katex"
import "katex/dist/katex.min.css"

/** Longer TeX stays as it is: a page must not stand still for it. */
const LONGEST = 4000
const HTML = "span svg path line"
const MATHML =
  "math semantics annotation mrow mi mo mn ms mtext mspace mfrac msqrt mroot msub msup msubsup munder mover munderover mtable mtr mtd mstyle mpadded mphantom menclose"
const ATTRIBUTES =
  "class aria-hidden data-style display xmlns encoding mathvariant stretchy fence separator lspace rspace minsize maxsize symmetric largeop movablelimits accent accentunder linethickness columnalign rowspacing columnspacing columnlines rowlines scriptlevel displaystyle width height depth voffset notation mathcolor mathbackground mathsize viewBox preserveAspectRatio d x1 x2 y1 y2 stroke-width"

const ALLOWED = {
  ALLOWED_TAGS: `${HTML} ${MATHML}`.split(" "),
  ALLOWED_ATTR: ATTRIBUTES.split(" "),
  ADD_URI_SAFE_ATTR: ATTRIBUTES.split(" "),
  ALLOW_DATA_ATTR: false,
  RETURN_DOM_FRAGMENT: true as const,
}

/** Draw one formula in place: for the eye as KaTeX sets it, for who listens as MathML. What TeX cannot be stays as written. */
export function drawFormula(place: HTMLElement): void {
  const tex = place.textContent ?? ""
  place.dataset.tex = tex
  try {
    if (tex.length > LONGEST) throw new RangeError("too long")
    place.replaceChildren(drawing(tex, place.classList.contains("math-display")))
  } catch {
    place.dataset.wrong = ""
    place.title = "This formula could not be drawn. It stands here as it was written."
  }
}

function drawing(tex: string, displayMode: boolean): DocumentFragment {
  const markup = katex.renderToString(tex, {
    displayMode,
    throwOnError: true,
    trust: false, // no links, no pictures, no names or styles of a model's own
    strict: "ignore",
    maxExpand: 200,
    maxSize: 30,
    errorColor: "currentColor",
  })
  // Our policy forbids style attributes; a script may set what they say, one by one.
  const nodes: DocumentFragment = DOMPurify.sanitize(markup.replaceAll(' style="', ' data-style="'), ALLOWED)
  for (const node of nodes.querySelectorAll<HTMLElement | SVGElement>("[data-style]")) {
    node.style.cssText = node.dataset.style ?? ""
    delete node.dataset.style
  }
  return nodes
}
