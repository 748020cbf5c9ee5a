const LOOKED_AT = 2_000 // letters from the end: a heading further back is long done with
const LONGEST = 64
const HEADING = /^(?:#{1,6}\s+(.+?)\s*#*|\*\*(.+?)\*\*:?)$/

/**
 * What the engine is doing, by its own words: the last heading of its thinking, or else its last whole line. Empty when
 * there is none yet.
 */
export function doing(reasoning: string): string {
  const lines = reasoning.slice(-LOOKED_AT).split("\n")
  const whole = lines.slice(reasoning.length > LOOKED_AT ? 1 : 0).map((line) => line.trim())
  const heading = whole.map((line) => HEADING.exec(line)).findLast((found) => found)
  if (heading) return short(heading[1] ?? heading[2] ?? "")
  const ended = whole.slice(0, -1).filter((line) => line !== "")
  const line = ended.at(-1)
  return short(sentences(line ?? whole.at(-1) ?? "").at(-1) ?? line ?? "")
}

/** The sentences of a line that have ended; a point within a number or an address ends none. */
function sentences(line: string): string[] {
  return line.match(/\S.*?(?:[.!?]+(?=\s|$)|。)/g) ?? []
}

function short(words: string): string {
  const plain = words
    .replace(/[*_`]/g, "")
    .replace(/^[-–•\d.)\s]+/, "")
    .replace(/[.:;,…\s]+$/, "")
  const first =
    plain.length > LONGEST
      ? `${plain.slice(0, plain.lastIndexOf(" ", LONGEST) + 1 || LONGEST).replace(/[\s,;:]+$/, "")}…`
      : plain
  return lowered(first)
}

/** It stands in the middle of a line; "I" and names in capitals stay. */
function lowered(words: string): string {
  return /^(I\b|\p{Lu}{2})/u.test(words) ? words : words.charAt(0).toLowerCase() + words.slice(1)
}
