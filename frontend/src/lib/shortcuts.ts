/** A combination as we write it: "mod+j", "?", "escape", "shift+enter". mod is ⌘ on a Mac, Ctrl elsewhere. */
export type Combination = string

export interface Shortcut {
  keys: Combination
  /** What it does, for the list of keys. */
  words: string
  /** Under which heading the list shows it. */
  group: string
  run(event: KeyboardEvent): void
  /** Only then; otherwise the key is as if nobody had asked for it. */
  when?(): boolean
}

export type Press = Pick<
  KeyboardEvent,
  "key" | "metaKey" | "ctrlKey" | "altKey" | "shiftKey" | "isComposing" | "target" | "defaultPrevented"
>

export const onMac = /mac|iphone|ipad/i.test(globalThis.navigator?.platform ?? "")

/** The keys the page listens to. The last one registered wins, so that what is on top hears first. */
export class Shortcuts {
  readonly #known: Shortcut[] = []

  constructor(private readonly mac = onMac) {}

  /** Listen to a key; returns the way to stop. */
  register(shortcut: Shortcut): () => void {
    this.#known.push(shortcut)
    return () => {
      const at = this.#known.indexOf(shortcut)
      if (at >= 0) this.#known.splice(at, 1)
    }
  }

  /** Who answers to this press: nobody while somebody is typing, unless the key cannot be typed. */
  find(press: Press): Shortcut | undefined {
    if (press.isComposing || press.defaultPrevented) return undefined
    const said = spoken(press, this.mac)
    if (typing(press.target) && !untypeable(said)) return undefined
    return this.#known.findLast((shortcut) => normal(shortcut.keys) === said && (shortcut.when?.() ?? true))
  }

  /** All there are just now, by group, for the list. */
  listed(): Map<string, Shortcut[]> {
    return Map.groupBy(this.#known, (shortcut) => shortcut.group)
  }
}

export const shortcuts = new Shortcuts()

/** "mod+shift+k" in one order and case. */
function normal(keys: Combination): string {
  const parts = keys.toLowerCase().split("+")
  const key = parts.pop() || "+"
  return [...parts.sort(), key].join("+")
}

function spoken(press: Press, mac: boolean): string {
  const parts: string[] = []
  if (mac ? press.metaKey : press.ctrlKey) parts.push("mod")
  if (mac ? press.ctrlKey : press.metaKey) parts.push("other")
  if (press.altKey) parts.push("alt")
  // Shift is part of a sign that needs it ("?"), and its own word beside a letter or a named key.
  if (press.shiftKey && (press.key.length > 1 || /\p{L}/u.test(press.key))) parts.push("shift")
  return normal([...parts, press.key.toLowerCase()].join("+"))
}

function typing(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  if (target.isContentEditable || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement)
    return true
  return target instanceof HTMLInputElement && !["checkbox", "radio", "button", "submit", "range"].includes(target.type)
}

function untypeable(said: string): boolean {
  return said === "escape" || said.startsWith("mod+") || said.startsWith("alt+mod+")
}
