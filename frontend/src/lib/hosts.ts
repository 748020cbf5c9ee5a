import type { MarkdownIt, StateCore, Token } from "markdown-it"
import { hostOf } from "./markup"

/**
 * A link says where it leads, in words that everybody sees, unless its text is that address already. A picture within a link
 * is its words: a link cannot stand in a link.
 */
export function hosts(markdown: MarkdownIt): void {
  markdown.core.ruler.after("linkify", "hosts", (state) => {
    for (const token of state.tokens) if (token.children) token.children = withHosts(state, token.children)
  })
  markdown.renderer.rules.link_host = (tokens, index) =>
    `<span class="link-host"> ${markdown.utils.escapeHtml(tokens[index]?.content ?? "")}</span>`
}

function withHosts(state: StateCore, tokens: Token[]): Token[] {
  let link: Token | undefined
  let words = ""
  return tokens.flatMap((token) => {
    if (token.type === "link_open") {
      link = token
      words = ""
    } else if (link && token.type === "image") {
      const text = new state.Token("text", "", 0)
      const { renderer, options } = state.md
      text.content = pictureWords(renderer.renderInlineAsText(token.children ?? [], options, state.env))
      words += text.content
      return [text]
    } else if (link && token.type === "link_close") {
      const href = String(link.attrGet("href") ?? "")
      link = undefined
      if (isAddress(words, href)) return [token]
      const host = new state.Token("link_host", "", 0)
      host.content = hostOf(href)
      return host.content ? [host, token] : [token]
    } else if (link) words += token.content
    return [token]
  })
}

/** What stands for a picture that is not loaded. */
export const pictureWords = (alt: string) => (alt.trim() ? `Picture: ${alt.trim()}` : "Picture")

/** Whether the words are the address, with or without its beginning and end, or its host. */
function isAddress(words: string, href: string): boolean {
  const bare = (said: string) =>
    said
      .trim()
      .toLowerCase()
      .replace(/^(?:https?:\/\/|mailto:)/, "")
      .replace(/\/$/, "")
  return bare(words) === bare(href) || bare(words) === hostOf(href)
}
