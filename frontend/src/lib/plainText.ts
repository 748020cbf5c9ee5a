const BLOCKS = new Set([
  "P",
  "DIV",
  "PRE",
  "BLOCKQUOTE",
  "UL",
  "OL",
  "LI",
  "TABLE",
  "TR",
  "HR",
  "H1",
  "H2",
  "H3",
  "H4",
  "H5",
  "H6",
])
const LEFT_OUT = "button, .code-tools, .code-bar, .visually-hidden, [aria-hidden=true]"

/** An answer as plain words: no Markdown signs, no buttons; blocks stand apart by an empty line, items begin with a dash. */
export function plainText(root: Node): string {
  return said(root)
    .replace(/[ \t]+\n/g, "\n")
    .replace(/\n{3,}/g, "\n\n")
    .trim()
}

function said(node: Node): string {
  if (node instanceof Text) return inPre(node) ? node.data : node.data.replace(/\s+/g, " ")
  if (!(node instanceof Element || node instanceof DocumentFragment)) return ""
  if (node instanceof Element && node.matches(LEFT_OUT)) return ""
  const inner = [...node.childNodes].map(said).join("")
  return node instanceof Element ? apart(node, inner) : inner
}

function apart(element: Element, inner: string): string {
  switch (element.tagName) {
    case "BR":
      return "\n"
    case "LI":
      return `\n${mark(element)} ${inner.trim()}`
    case "UL":
    case "OL":
      return element.closest("li") ? `\n${inner.trim()}` : `\n\n${inner.trim()}\n\n`
    case "TD":
    case "TH":
      return `${inner.trim()}\t`
    case "TR":
      return `\n${inner.trim()}`
    default:
      return BLOCKS.has(element.tagName) ? `\n\n${inner.replace(/^\n+|\n+$/g, "")}\n\n` : inner
  }
}

function mark(item: Element): string {
  const list = item.parentElement
  if (list?.tagName !== "OL") return "-"
  return `${Number(list.getAttribute("start") ?? 1) + [...list.children].indexOf(item)}.`
}

function inPre(node: Text): boolean {
  return node.parentElement?.closest("pre") !== null && node.parentElement !== null
}
