/**
 * Where an open block that has grown long may be cut, so that what stands before need not be read again. The rest goes on in
 * the same element; `lead` is what it must be read behind: a table's head. Marks that reach over a cut stand as written
 * until the server's drawing comes.
 */
export interface Cut {
  at: number
  kind: "paragraph" | "list" | "table"
  lead: string
}

/** Shorter blocks are drawn as a whole. */
export const LONG = 6000
const KEPT = 1500 // at the end of a paragraph: marks are still closed there

/** A cut of this open block, or undefined while it is short or cannot be cut. */
export function cutOf(open: string): Cut | undefined {
  if (open.length < LONG || isFence(open)) return
  const head = headOfTable(open)
  if (head) return found(open.lastIndexOf("\n", open.length - 2) + 1, "table", head)
  const item = /^ {0,3}(?:([-*+])|\d{1,9}([.)]))[ \t]/.exec(open)
  if (item) return found(lastItem(open, item[1] ?? "", item[2] ?? ""), "list", "")
  return /^ {0,3}[^\s#>|<=-]/.test(open) ? found(lastGap(open), "paragraph", "") : undefined
}

/** Whether this is code that a fence at the margin opens. */
export const isFence = (open: string) => /^(?:`{3,}|~{3,})/.test(open)

function found(at: number, kind: Cut["kind"], lead: string): Cut | undefined {
  return at > lead.length ? { at, kind, lead } : undefined
}

function headOfTable(open: string): string | undefined {
  const head = /^[^\n]*\|[^\n]*\n {0,3}\|?[ \t]*:?-[-:| \t]*\n/.exec(open)
  return head?.[0]
}

/** Where the last item of a list begins, at the margin and with the same mark. */
function lastItem(open: string, bullet: string, delimiter: string): number {
  const mark = bullet ? `\\${bullet}` : `\\d{1,9}\\${delimiter}`
  const items = [...open.matchAll(new RegExp(`\\n(?=${mark}[ \\t])`, "g"))]
  return (items.at(-1)?.index ?? -1) + 1
}

/** The last space before a letter where no mark stands open, well before the end. */
function lastGap(open: string): number {
  let at = open.length - KEPT
  for (let tries = 0; tries < 12 && at > 0; tries += 1) {
    at = open.lastIndexOf(" ", at - 1)
    if (at > 0 && /^ \p{L}/u.test(open.slice(at, at + 3)) && isBalanced(open.slice(0, at))) return at
    at -= 40
  }
  return 0
}

function isBalanced(words: string): boolean {
  const count = (mark: string) => words.split(mark).length - 1
  const even = ["`", "**", "__", "$", "~~"].every((mark) => count(mark) % 2 === 0)
  return (
    even &&
    count("[") === count("]") &&
    count("\\(") === count("\\)") &&
    !/(?:^|[^*])\*(?:[^*\s])/.test(withoutPairs(words))
  )
}

/** Without what is emphasised by single stars already. */
const withoutPairs = (words: string) => words.replace(/\*\*/g, "").replace(/\*[^*\n]+\*/g, "")
