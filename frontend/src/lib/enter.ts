export type Press = Pick<
  KeyboardEvent,
  "key" | "shiftKey" | "ctrlKey" | "metaKey" | "altKey" | "isComposing" | "keyCode" | "repeat"
>

/**
 * Whether this press sends. Never one that belongs to a composition: Safari says Enter after the composition has ended,
 * with keyCode 229. On a touch screen Enter is how one breaks a line, and the button sends; Ctrl or ⌘ with it always sends.
 */
export function sends(press: Press, touch: boolean): boolean {
  if (press.key !== "Enter" || press.isComposing || press.keyCode === 229 || press.repeat) return false
  if (press.ctrlKey || press.metaKey) return true
  return !press.shiftKey && !press.altKey && !touch
}

/** Whether fingers are what this device is used with, at the moment: no pointer that hovers. */
export function byTouch(match: (query: string) => { matches: boolean } = matchMedia): boolean {
  return match("(hover: none) and (pointer: coarse)").matches
}
