/** Small decisions of Markdown that need no parser. chatapp's renderer decides the same. */

/** What every link of an answer keeps to. */
export const LINK_REL = "noopener noreferrer nofollow"

/** Only addresses that leave for the web or for mail; never scripts, data, or paths into this house. */
export function mayFollow(address: string): boolean {
  return /^(?:https?:\/\/[^/\s]|mailto:\S)/i.test(address.trim())
}

/** What a link names on hover: the host; for mail the address. */
export function hostOf(address: string): string {
  try {
    const url = new URL(address)
    return url.protocol === "mailto:" ? url.pathname : url.hostname
  } catch {
    return ""
  }
}

/** The language a fence names; "" for none. */
export function languageOf(info: string): string {
  return (info.trim().split(/\s+/)[0] ?? "").toLowerCase().slice(0, 30)
}

/** "[ ] " or "[x] " at the beginning of an item: how long it is and whether it is done. */
export function isTaskMark(words: string): { length: number; done: boolean } | undefined {
  const mark = /^\[([ xX])\] +/.exec(words)
  return mark ? { length: mark[0].length, done: mark[1] !== " " } : undefined
}
