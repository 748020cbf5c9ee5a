import type { Env, MarkdownIt, Token } from "markdown-it"
import footnotes from "markdown-it-footnote"
import { LINK_REL } from "./markup"

/**
 * Footnotes, whose definitions mostly come last. A whole text gathers them at its end, with ways there and back. A piece of
 * one that still streams cannot know them: a reference stands as its label, a definition as a line where it was written,
 * until the server's drawing of the whole takes their place. `env.place` keeps the ids of two answers apart.
 */
export function notes(markdown: MarkdownIt, whole: boolean): void {
  const { rules } = markdown.renderer
  const metaOf = (tokens: Token[], index: number) => tokens[index]?.meta as unknown as Meta
  const labelOf = (tokens: Token[], index: number) => markdown.utils.escapeHtml(metaOf(tokens, index).label)
  markdown.use(footnotes).disable("footnote_inline")
  if (!whole) {
    markdown.disable("footnote_tail")
    rules.footnote_ref = (tokens, index) => `<sup class="note-ref">${labelOf(tokens, index)}</sup>`
    rules.footnote_reference_open = (tokens, index) =>
      `<div class="note"><sup class="note-ref">${labelOf(tokens, index)}</sup>`
    rules.footnote_reference_close = () => "</div>\n"
    return
  }
  const name = (env: Env | undefined, meta: Meta) => `note-${env?.place ?? ""}-${meta.id + 1}`
  const from = (env: Env | undefined, meta: Meta) => `${name(env, meta)}-from-${(meta.subId ?? 0) + 1}`
  rules.footnote_ref = (tokens, index, _, env) => {
    const meta = metaOf(tokens, index)
    const words = `aria-label="Footnote ${meta.id + 1}" rel="${LINK_REL}"`
    return `<sup class="note-ref"><a href="#${name(env, meta)}" id="${from(env, meta)}" ${words}>${meta.id + 1}</a></sup>`
  }
  rules.footnote_block_open = () => '<section class="notes" aria-label="Footnotes"><ol>\n'
  rules.footnote_block_close = () => "</ol></section>\n"
  rules.footnote_open = (tokens, index, _, env) => `<li id="${name(env, metaOf(tokens, index))}">`
  rules.footnote_close = () => "</li>\n"
  rules.footnote_anchor = (tokens, index, _, env) =>
    ` <a class="note-back" href="#${from(env, metaOf(tokens, index))}" aria-label="Back to the text" rel="${LINK_REL}">↩\uFE0E</a>`
}

interface Meta {
  id: number
  label: string
  subId?: number
}

/** An environment in which every label of the piece is known: "[^1]" is a reference, wherever its definition may come. */
export function knownNotes(piece: string): Env {
  const labels = [...piece.matchAll(/\[\^([^\]\s]+)\]/g)].map(([, label]) => [`:${label}`, -1])
  return labels.length ? { footnotes: { refs: Object.fromEntries(labels) } } : {}
}
