/**
 * One key per intention. A second click, a retry after a lost answer and "back, then send" carry the key of the first
 * try, so the server answers with the one thing it made. Other words are another intention and get another key.
 */
export class IntentionKeys {
  constructor(private readonly store: Pick<Storage, "getItem" | "setItem" | "removeItem">) {}

  /** The key for sending `body` from `place` (a form's name). It stays the same until the body changes or `arrived`. */
  keyFor(place: string, body: string): string {
    const kept = this.#read(place)
    if (kept?.body === body) return kept.key
    const key = newKey()
    this.store.setItem(slot(place), JSON.stringify({ body, key }))
    return key
  }

  /** The server has it: the same words again are meant again. */
  arrived(place: string): void {
    this.store.removeItem(slot(place))
  }

  #read(place: string): { body: string; key: string } | undefined {
    try {
      return JSON.parse(this.store.getItem(slot(place)) ?? "null") ?? undefined
    } catch {
      return undefined
    }
  }
}

/** A random UUID, also where the page is not served securely and `randomUUID` is missing. */
export function newKey(random: Crypto = crypto): string {
  if (typeof random.randomUUID === "function") return random.randomUUID()
  const bytes = random.getRandomValues(new Uint8Array(16))
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("")
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-")
}

function slot(place: string): string {
  return `salon:key:${place}`
}
