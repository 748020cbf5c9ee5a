import type { MarkdownIt, StateBlock, StateInline } from "markdown-it"

/**
 * Formulas: `$…$` and `\(…\)` in a line, `$$…$$` and `\[…\]` on their own. What comes of them is the TeX in an element of
 * its own; `formulas.ts` draws it. chatapp/markdown/maths.py decides the same, and tests/tables/markdown.json holds both.
 */
export function maths(markdown: MarkdownIt): void {
  const { escapeHtml } = markdown.utils
  markdown.inline.ruler.before("escape", "maths", inLine)
  const alt = ["paragraph", "reference", "blockquote", "list"]
  markdown.block.ruler.before("fence", "maths_block", onItsOwn, { alt })
  markdown.renderer.rules.maths = (tokens, index) => {
    const tex = escapeHtml(tokens[index]?.content ?? "")
    return tokens[index]?.meta?.display ? element("span", tex) : `<span class="math">${tex}</span>`
  }
  markdown.renderer.rules.maths_block = (tokens, index) =>
    `${element("div", escapeHtml(tokens[index]?.content ?? ""))}\n`
}

const element = (tag: string, tex: string) =>
  `<${tag} class="math math-display" tabindex="0" role="group" aria-label="Formula">${tex}</${tag}>`

/** A formula in a line is not longer; so many signs of money in a row must not be read to the end each. */
const LONGEST = 2000
const PAIRS = [
  { open: "$$", close: "$$", display: true },
  { open: "\\(", close: "\\)", display: false },
  { open: "\\[", close: "\\]", display: true },
]

function inLine(state: StateInline, silent: boolean): boolean {
  const at = state.src.charAt(state.pos)
  if (at !== "$" && at !== "\\") return false
  const within = state.src.slice(state.pos, Math.min(state.posMax, state.pos + LONGEST))
  const found = paired(within) ?? single(within, state)
  if (!found) return false
  if (!silent) {
    const token = state.push("maths", "", 0)
    token.content = found.tex.trim()
    token.meta = { display: found.display }
  }
  state.pos += found.length
  return true
}

interface Found {
  tex: string
  display: boolean
  length: number
}

function paired(within: string): Found | undefined {
  const pair = PAIRS.find(({ open }) => within.startsWith(open))
  const end = pair ? within.indexOf(pair.close, 2) : -1
  if (!pair || end < 0) return
  const tex = within.slice(2, end)
  return isFormula(tex, pair.open) ? { tex, display: pair.display, length: end + 2 } : undefined
}

/** Something, not a "$" more; and "\[1\]" is a number in brackets. */
const isFormula = (tex: string, open: string) =>
  /[^ \t\n]/.test(tex) && !tex.startsWith("$") && !(open === "\\[" && /^[ \t\n]*[0-9]+[ \t\n]*$/.test(tex))

/** "$x$", but neither "$5 and $6" nor "$HOME/$USER". */
function single(within: string, state: StateInline): Found | undefined {
  const found = /^\$(?![ \t\n$])((?:[^$\\]|\\[\s\S])*)\$/.exec(within)
  const tex = found?.[1] ?? ""
  if (!found || /[ \t\n]$/.test(tex) || isPrice(tex)) return
  if (/[A-Za-z0-9_$]/.test(state.src.charAt(state.pos - 1))) return
  if (/[A-Z0-9$]/.test(state.src.charAt(state.pos + found[0].length))) return
  return { tex, display: false, length: found[0].length }
}

const isPrice = (tex: string) => /^[0-9]/.test(tex) && !tex.includes("\\") && /[ \t\n(][A-Za-z]{2}/.test(tex)

function onItsOwn(state: StateBlock, start: number, end: number, silent: boolean): boolean {
  if ((state.sCount[start] ?? 0) - state.blkIndent >= 4) return false
  const line = lineOf(state, start)
  const pair = PAIRS.find(({ open, display }) => display && line.startsWith(open))
  if (!pair || (pair.open === "$$" && isInside(state, start))) return false
  const rest = line.slice(2).trim()
  if (rest) return oneLine(state, start, pair, rest, silent)
  if (silent) return true

  let next = start + 1
  let last: string | undefined
  for (; next < end && last === undefined; next += 1) {
    if ((state.sCount[next] ?? 0) < state.blkIndent && !state.isEmpty(next)) break
    const words = lineOf(state, next)
    if (words.endsWith(pair.close)) last = words.slice(0, -2)
  }
  const lines = state.getLines(start + 1, last === undefined ? next : next - 1, state.blkIndent, false)
  push(state, start, next, `${lines}\n${last ?? ""}`, last !== undefined)
  return true
}

function oneLine(
  state: StateBlock,
  start: number,
  pair: { open: string; close: string },
  rest: string,
  silent: boolean,
): boolean {
  if (rest.indexOf(pair.close) !== rest.length - 2 || !isFormula(rest.slice(0, -2), pair.open)) return false
  if (!silent) push(state, start, start + 1, rest.slice(0, -2), true)
  return true
}

function push(state: StateBlock, start: number, next: number, tex: string, closed: boolean): void {
  state.line = next
  const token = state.push("maths_block", "", 0)
  token.content = tex.trim()
  token.map = [start, next]
  token.meta = { closed }
}

const lineOf = (state: StateBlock, line: number) =>
  state.src.slice((state.bMarks[line] ?? 0) + (state.tShift[line] ?? 0), state.eMarks[line]).trim()

/** Whether these "$$" close what began within the paragraph before. */
function isInside(state: StateBlock, start: number): boolean {
  if (start <= state.line) return false
  return state.src.slice(state.bMarks[state.line], state.bMarks[start]).split("$$").length % 2 === 0
}
