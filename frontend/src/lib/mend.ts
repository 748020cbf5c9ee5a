/**
 * An open block may end in the middle of a mark: "**bo", "`co", "[a link](https://exam". Close or hide what is open, so
 * that the reader sees words settle instead of stars and brackets come and go. Only the last paragraph is looked at, and
 * only while it streams: what is shown in the end is what was written.
 */
export function mend(open: string): string {
  if (/^[ \t>]*(?:\$\$|\\\[)[ \t]*$/m.test(open)) return open // a formula
  if (/^[ \t>]*(?:[-*+]|\d+[.)])?[ \t]*(?:`{3}|~{3})/m.test(open)) return withoutHalfFence(open) // inside code a star is a star
  const from = open.lastIndexOf("\n\n") + 1
  return open.slice(0, from) + closed(withoutHalfLink(open.slice(from)))
}

/** A last line of nothing but a fence's marks is the closing fence on its way, which nobody should see as code. */
export function withoutHalfFence(open: string): string {
  return open.replace(/(^|\n)[ \t>]*(?:`+|~+)[ \t]*\r?$/, "$1")
}

/** "[words](https://exa" shows its words already; "[wor" shows what there is of them. */
function withoutHalfLink(words: string): string {
  return words
    .replace(/!?\[([^\][\n]*)\]\([^()\s]*$/, "$1")
    .replace(/(?<!\\)!?\[([^\][\n]{2,})$/, "$1")
    .replace(/(?<!\\)!?\[.?$/, "")
}

function closed(words: string): string {
  const outsideCode = words.replace(/(`+)(?:(?!\1)[\s\S])+?\1(?!`)/g, "")
  const tick = /`+/.exec(outsideCode)?.[0]
  if (tick) return withMark(words, tick)
  return (outsideCode.split("**").length - 1) % 2 === 1 ? withMark(words.replace(/(?<!\*)\*$/, ""), "**") : words
}

/** Close the mark, or take it away where nothing stands behind it yet. */
function withMark(words: string, mark: string): string {
  const end = words.trimEnd()
  return end.endsWith(mark) ? end.slice(0, -mark.length) : end + mark
}
