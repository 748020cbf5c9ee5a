import DOMPurify from "dompurify"
import MarkdownIt, { type Token } from "markdown-it"
import type { Block } from "./blocks"
import { hostOf, isTaskMark, languageOf, mayFollow } from "./markup"

/**
 * Markdown to nodes that are safe to show: parsed without raw HTML, then sanitised, then inserted. The server draws stored
 * messages the same way; both pass tests/tables/markdown.json. Loaded when a reply first streams.
 */
const markdown = new MarkdownIt({ html: false, linkify: true, typographer: false, breaks: false, maxNesting: 40 })
markdown.linkify.set({ fuzzyLink: false, fuzzyEmail: false, fuzzyIP: false })
markdown.validateLink = mayFollow

/** More than this in one message is shown as it came: nobody reads it, and a page must not stand still for it. */
export const MAX_CHARACTERS = 200_000

const LINK_REL = "noopener noreferrer nofollow"
const ATTRIBUTES =
  "title rel class data-language data-align tabindex role start type checked disabled aria-label".split(" ")
const ALLOWED = {
  ALLOWED_TAGS:
    "p h1 h2 h3 h4 h5 h6 ul ol li blockquote hr br em strong s code pre a div span table thead tbody tr th td input".split(
      " ",
    ),
  ALLOWED_ATTR: ["href", ...ATTRIBUTES],
  ALLOWED_URI_REGEXP: /^(?:https?|mailto):/i,
  ADD_URI_SAFE_ATTR: ATTRIBUTES, // DOMPurify holds every other value against the expression for addresses
  ALLOW_DATA_ATTR: false,
  ALLOW_ARIA_ATTR: false,
  RETURN_DOM_FRAGMENT: true as const,
}

/** Nodes for a piece of Markdown that begins and ends between blocks. */
export function draw(text: string): DocumentFragment {
  if (text.length > MAX_CHARACTERS) return plain(text)
  return clean(render(text))
}

/** The markup before it is cleaned: for `draw`, and for tests where no browser cleans. */
export function render(text: string): string {
  return markdown.render(text)
}

/** Markup to nodes, keeping only what Markdown can make. */
export function clean(markup: string): DocumentFragment {
  return DOMPurify.sanitize(markup, ALLOWED)
}

/** The blocks at the top, in order; a list or a quote is one block. */
export function blocks(text: string): Block[] {
  const tokens: Token[] = []
  markdown.block.parse(text.replace(/\r\n?/g, "\n"), markdown, {}, tokens)
  const lines = text.split(/\r\n?|\n/)
  return tokens.flatMap((token) => {
    if (token.level !== 0 || token.nesting < 0 || !token.map) return []
    const [line, end] = token.map
    const block = { line, endsAtGap: ENDS_AT_GAP.has(token.type) }
    return [isClosed(token, lines[end - 1] ?? "") ? { ...block, end } : block]
  })
}

/** Whether this is code behind its closing fence, which is its last line then. */
function isClosed({ type, markup, map }: Token, last: string): boolean {
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

const escaped = markdown.utils.escapeHtml

markdown.renderer.rules.link_open = (tokens, index) => {
  const href = String(tokens[index]?.attrGet("href") ?? "")
  return `<a href="${escaped(href)}" title="${escaped(hostOf(href))}" rel="${LINK_REL}">`
}

// Nothing is fetched from elsewhere because a model said so: a link that names its host stands for the picture.
markdown.renderer.rules.image = (tokens, index, options, env, self) => {
  const token = tokens[index]
  const source = String(token?.attrGet("src") ?? "")
  const alt = self.renderInlineAsText(token?.children ?? [], options, env).trim()
  const words = `${alt ? `Picture: ${alt}` : "Picture"} · ${hostOf(source)}`
  return `<a class="picture-link" href="${escaped(source)}" rel="${LINK_REL}">${escaped(words)}</a>`
}

const code = (tokens: Token[], index: number): string => {
  const token = tokens[index]
  const language = escaped(languageOf(token?.info ?? ""))
  const label = language ? `Code, ${language}` : "Code"
  const name = language || "text"
  const head = `<div class="code-head"><span>${name}</span></div>`
  const body = `<pre tabindex="0" role="group" aria-label="${label}"><code>${escaped(token?.content.replace(/[^\n]$/, "$&\n") ?? "")}</code></pre>`
  return `<div class="code" data-language="${name}">${head}${body}</div>\n`
}
markdown.renderer.rules.fence = code
markdown.renderer.rules.code_block = code

markdown.renderer.rules.table_open = () => '<div class="table" tabindex="0" role="group" aria-label="Table"><table>\n'
markdown.renderer.rules.table_close = () => "</table></div>\n"

// markdown-it says the alignment with a style, which our policy forbids.
const cell = (tag: string) => (tokens: Token[], index: number) => {
  const side = /text-align:(left|right|center)/.exec(String(tokens[index]?.attrGet("style") ?? ""))?.[1]
  return side ? `<${tag} data-align="${side}">` : `<${tag}>`
}
markdown.renderer.rules.th_open = cell("th")
markdown.renderer.rules.td_open = cell("td")

// "- [x] done": the first words of an item become a box that cannot be ticked.
markdown.core.ruler.after("inline", "tasks", (state) => {
  state.tokens.forEach((token, index) => {
    const words = token.children?.[0]
    if (token.type !== "inline" || words?.type !== "text" || state.tokens[index - 2]?.type !== "list_item_open") return
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
