/** What `/` and `@` mean where the caret stands, what fits what was typed after them, and how one walks through blanks. */

export type Sign = "/" | "@"

export interface Wanted {
  sign: Sign
  /** Where the sign stands. */
  from: number
  /** What was typed after it. */
  said: string
}

export interface Stretch {
  from: number
  to: number
}

/** A prompt is asked for by `/` before everything else, an engine or a file by `@` at the beginning of a word. */
export function wanted(text: string, caret: number): Wanted | undefined {
  const before = text.slice(0, caret)
  const prompt = /^\s*\/([^/\n]{0,60})$/.exec(before)?.[1]
  if (prompt !== undefined) return { sign: "/", from: caret - prompt.length - 1, said: prompt }
  const other = /(?:^|\s)@([^\s@]{0,60})$/.exec(before)?.[1]
  if (other !== undefined) return { sign: "@", from: caret - other.length - 1, said: other }
  return undefined
}

/** Those in whose label every word occurs, however it is accented; first those that begin so. The order stays otherwise. */
export function matching<Item extends { label: string }>(items: readonly Item[], said: string): Item[] {
  const words = fold(said).split(/\s+/).filter(Boolean)
  const fits = items.filter((item) => words.every((word) => fold(item.label).includes(word)))
  const begins = (item: Item) => fold(item.label).startsWith(words[0] ?? "")
  return [...fits.filter(begins), ...fits.filter((item) => !begins(item))]
}

function fold(text: string): string {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase()
}

const BLANK = /\{\{[^{}\n]{1,80}\}\}/g

/** The blanks of a prompt as they are written, braces and all. */
export function blanksOf(prompt: string): string[] {
  return [...new Set(prompt.match(BLANK) ?? [])]
}

/** Where these blanks still stand in a text. Other braces are the writer's own. */
export function unfilled(text: string, blanks: ReadonlySet<string>): Stretch[] {
  if (blanks.size === 0) return []
  return [...text.matchAll(BLANK)]
    .filter(([blank]) => blanks.has(blank))
    .map(({ 0: blank, index }) => ({ from: index, to: index + blank.length }))
}

/** The next one after what is selected, or the one before it; none beyond the last and the first. */
export function step(blanks: readonly Stretch[], selected: Stretch, back = false): Stretch | undefined {
  if (back) return blanks.filter((blank) => blank.to <= selected.from).at(-1)
  return blanks.find((blank) => blank.from >= selected.to)
}

/** What is to stand in the place of the sign and what was typed after it, so that it and the rest are two paragraphs. */
export function before(prompt: string, rest: string): string {
  return rest.trim() && !rest.startsWith("\n") ? `${prompt.trimEnd()}\n\n` : prompt
}
