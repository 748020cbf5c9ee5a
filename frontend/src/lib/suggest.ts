export interface Known {
  projects: { name: string }[]
  tags: string[]
}

const WORDS = ["tag:", "project:", "engine:", "has:", "before:", "after:", "in:", "from:"]
const VALUES: Record<string, string[]> = {
  has: ["image", "file", "code"],
  from: ["me", "grok"],
  in: ["archive"],
}
const MOST = 6

/** How the last word could go on: a filter's name, or what can follow it. Whole words to put in its place. */
export function suggest(said: string, known: Known): string[] {
  const last = lastWord(said)
  if (!last) return []
  const [name = "", value] = split(last)
  if (value === undefined) return WORDS.filter((word) => word.startsWith(last.toLowerCase()) && word !== last)
  const all = { ...VALUES, tag: known.tags, project: known.projects.map((each) => each.name) }[name] ?? []
  const begun = value.replace(/"/g, "").toLowerCase()
  return all
    .filter((each) => each.toLowerCase().startsWith(begun) && each.toLowerCase() !== begun)
    .slice(0, MOST)
    .map((each) => `${name}:${/\s/.test(each) ? `"${each}"` : each}`)
}

/** The last word replaced by a suggestion; one that is complete is followed by a space. */
export function complete(said: string, suggestion: string): string {
  const kept = said.slice(0, said.length - (lastWord(said) ?? "").length)
  return kept + suggestion + (suggestion.endsWith(":") ? "" : " ")
}

function lastWord(said: string): string | undefined {
  return /(?:[\p{L}]+:"[^"]*|\S+)$/u.exec(said)?.[0]
}

function split(word: string): [string, string | undefined] {
  const at = word.indexOf(":")
  return at < 0 ? [word.toLowerCase(), undefined] : [word.slice(0, at).toLowerCase(), word.slice(at + 1)]
}
