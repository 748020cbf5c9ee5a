import { expect, it } from "vitest"
import { type Press, sends } from "./enter"

const ENTER: Press = {
  key: "Enter",
  shiftKey: false,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  isComposing: false,
  keyCode: 13,
  repeat: false,
}

const PRESSES: [string, Partial<Press>, boolean, boolean][] = [
  ["Enter", {}, true, false],
  ["Shift+Enter", { shiftKey: true }, false, false],
  ["Alt+Enter", { altKey: true }, false, false],
  ["Ctrl+Enter", { ctrlKey: true }, true, true],
  ["⌘+Enter", { metaKey: true }, true, true],
  ["Ctrl+Shift+Enter", { ctrlKey: true, shiftKey: true }, true, true],
  ["Enter within a composition", { isComposing: true }, false, false],
  ["Enter that ends a composition in Safari", { keyCode: 229 }, false, false],
  ["Ctrl+Enter within a composition", { ctrlKey: true, isComposing: true }, false, false],
  ["Enter held down", { repeat: true }, false, false],
  ["another key", { key: "a", keyCode: 65 }, false, false],
]

it.each(PRESSES)("%s", (_name, changes, atKeys, byTouch) => {
  expect(sends({ ...ENTER, ...changes }, false)).toBe(atKeys)
  expect(sends({ ...ENTER, ...changes }, true)).toBe(byTouch)
})
