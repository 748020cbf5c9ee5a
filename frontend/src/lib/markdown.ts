import DOMPurify from "dompurify"
import Parser, { type MarkdownIt, type Token } from "markdown-it"
import type { Block } from "./blocks"
import { hosts, pictureWords } from "./hosts"
import { hostOf, isTaskMark, LINK_REL, languageOf, mayFollow } from "./markup"
import { maths } from "./maths"
import { knownNotes, notes } from "./notes"

/** More than this in one message is shown as it came: nobody reads it, and a page must not stand still for it. */
export const MAX_CHARACTERS = 200_000

const ATTRIBUTES =
  "title rel class id data-language data-align tabindex role start type checked disabled aria-label".split(" ")
const ALLOWED = {
  ALLOWED_TAGS:
    "p h2 h3 h4 h5 h6 ul ol li blockquote hr br em strong s sup code pre a div section span table thead tbody tr th td input".split(
      " ",
    ),
  ALLOWED_ATTR: ["href", ...ATTRIBUTES],
  ALLOWED_URI_REGEXP: /^(?:(?:https?|mailto):|#note-)/i,
  ADD_URI_SAFE_ATTR: ATTRIBUTES, // DOMPurify holds every other value against the expression for addresses
  ALLOW_DATA_ATTR: false,
  ALLOW_ARIA_ATTR: false,
  RETURN_DOM_FRAGMENT: true as const,
}

/** Nodes for a piece of an answer that still streams; it begins and ends between blocks. */
export function draw(piece: string): DocumentFragment {
  if (piece.length > MAX_CHARACTERS) return plain(piece)
  return clean(pieces.render(piece, knownNotes(piece)))
}

/** Nodes for a whole text, its footnotes gathered at the end. `place`: what keeps their names apart from another's. */
export function drawWhole(text: string, place = ""): DocumentFragment {
  if (text.length > MAX_CHARACTERS) return plain(text)
  return clean(render(text, place))
}

/** The markup of a whole text before it is cleaned: for tests where no browser cleans. */
export function render(text: string, place = ""): string {
  return whole.render(text, { place })
}

/** Markup to nodes, keeping only what Markdown can make. */
export function clean(markup: string): DocumentFragment {
  return DOMPurify.sanitize(markup, ALLOWED)
}

/** The blocks at the top, in order; a list or a quote is one block. */
export function blocks(text: string): Block[] {
  const tokens: Token[] = []
  pieces.block.parse(text.replace(/\r\n?/g, "\n"), pieces, {}, tokens)
  const lines = text.split(/\r\n?|\n/)
  return tokens.flatMap((token, index) => {
    const map = token.map ?? tokens[index + 1]?.map // a footnote's is its first paragraph's
    if (token.level !== 0 || token.nesting < 0 || !map) return []
    const [line, end] = map
    const block = { line, endsAtGap: ENDS_AT_GAP.has(token.type) }
    return [isClosed(token, lines[end - 1] ?? "") ? { ...block, end } : block]
  })
}

/** Whether this says itself that it ends: code behind its closing fence, which is its last line then, or a formula. */
function isClosed({ type, markup, map, meta }: Token, last: string): boolean {
  if (type === "maths_block") return meta?.closed === true
  if (type !== "fence" || !map || map[1] - map[0] < 2) return false
  const mark = last.trim()
  return mark.length >= markup.length && mark === markup.charAt(0).repeat(mark.length) && /^ {0,3}\S/.test(last)
}

/** Lists and code may go on after an empty line. */
const ENDS_AT_GAP = new Set(["paragraph_open", "heading_open", "hr", "table_open", "blockquote_open"])

function plain(text: string): DocumentFragment {
  const fragment = document.createDocumentFragment()
  const pre = document.createElement("pre")
  pre.textContent = text
  fragment.append(pre)
  return fragment
}

/**
 * Parsed without raw HTML, then sanitised, then inserted. The server draws stored messages the same way; both pass
 * tests/tables/markdown.json. Loaded when a reply first streams.
 */
function parser(isWhole: boolean): MarkdownIt {
  const markdown = new Parser({ html: false, linkify: true, typographer: false, breaks: false, maxNesting: 40 })
  markdown.linkify.set({ fuzzyLink: false, fuzzyEmail: false, fuzzyIP: false })
  markdown.validateLink = mayFollow
  markdown.use(hosts).use(tasks).use(maths).use(notes, isWhole).use(ours)
  return markdown
}

/** Where our markup differs from the library's. */
function ours(markdown: MarkdownIt): void {
  const { rules } = markdown.renderer
  const escaped = markdown.utils.escapeHtml
  rules.link_open = (tokens, index) => {
    const href = String(tokens[index]?.attrGet("href") ?? "")
    return `<a href="${escaped(href)}" title="${escaped(hostOf(href))}" rel="${LINK_REL}">`
  }
  // Nothing is fetched from elsewhere because a model said so: a link that names its host stands for the picture.
  rules.image = (tokens, index, options, env, self) => {
    const token = tokens[index]
    const source = String(token?.attrGet("src") ?? "")
    const words = pictureWords(self.renderInlineAsText(token?.children ?? [], options, env))
    return `<a class="picture-link" href="${escaped(source)}" rel="${LINK_REL}">${escaped(words)} · ${escaped(hostOf(source))}</a>`
  }
  rules.fence = rules.code_block = (tokens, index) => {
    const token = tokens[index]
    const language = escaped(languageOf(token?.info ?? ""))
    const label = language ? `Code, ${language}` : "Code"
    const name = language || "text"
    const head = `<div class="code-head"><span>${name}</span></div>`
    const words = escaped(token?.content.replace(/[^\n]$/, "$&\n") ?? "")
    const body = `<pre tabindex="0" role="group" aria-label="${label}"><code>${words}</code></pre>`
    return `<div class="code" data-language="${name}">${head}${body}</div>\n`
  }
  // A page has one first heading, and it is not a model's: an answer's stands under it, and looks as it was meant.
  rules.heading_open = (tokens, index, options, _env, self) =>
    tokens[index]?.tag === "h1" ? '<h2 class="title">' : self.renderToken(tokens, index, options)
  rules.heading_close = (tokens, index, options, _env, self) =>
    tokens[index]?.tag === "h1" ? "</h2>\n" : self.renderToken(tokens, index, options)
  rules.table_open = () => '<div class="table" tabindex="0" role="group" aria-label="Table"><table>\n'
  rules.table_close = () => "</table></div>\n"
  // markdown-it says the alignment with a style, which our policy forbids.
  const cell = (tag: string) => (tokens: Token[], index: number) => {
    const side = /text-align:(left|right|center)/.exec(String(tokens[index]?.attrGet("style") ?? ""))?.[1]
    return side ? `<${tag} data-align="${side}">` : `<${tag}>`
  }
  rules.th_open = cell("th")
  rules.td_open = cell("td")
}

/** "- [x] done": the first words of an item become a box that cannot be ticked. */
function tasks(markdown: MarkdownIt): void {
  markdown.core.ruler.after("inline", "tasks", (state) => {
    state.tokens.forEach((token, index) => {
      const words = token.children?.[0]
      const opens = state.tokens[index - 2]?.type === "list_item_open"
      if (token.type !== "inline" || words?.type !== "text" || !opens) return
      const mark = isTaskMark(words.content)
      if (!mark) return
      words.content = words.content.slice(mark.length)
      const box = new state.Token("task", "input", 0)
      box.meta = { done: mark.done }
      token.children?.unshift(box)
    })
  })
  markdown.renderer.rules.task = (tokens, index) =>
    tokens[index]?.meta?.done
      ? '<input type="checkbox" aria-label="Done" checked disabled> '
      : '<input type="checkbox" aria-label="To do" disabled> '
}

const whole = parser(true)
const pieces = parser(false)
