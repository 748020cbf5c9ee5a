import { expect, test, vi } from "vitest"
import { keyName } from "./keyNames"
import { type Press, Shortcuts } from "./shortcuts"

const NO_KEYS = {
  metaKey: false,
  ctrlKey: false,
  altKey: false,
  shiftKey: false,
  isComposing: false,
  defaultPrevented: false,
}
const press = (key: string, more: Partial<Press> = {}): Press => ({ key, ...NO_KEYS, target: document.body, ...more })

function listening(keys: string, mac = false): { shortcuts: Shortcuts; answers(press: Press): boolean } {
  const shortcuts = new Shortcuts(mac)
  shortcuts.register({ keys, words: "", group: "", run: vi.fn() })
  return { shortcuts, answers: (pressed) => shortcuts.find(pressed) !== undefined }
}

test("mod is Ctrl here and ⌘ on a Mac", () => {
  expect(listening("mod+j").answers(press("j", { ctrlKey: true }))).toBe(true)
  expect(listening("mod+j").answers(press("j", { metaKey: true }))).toBe(false)
  expect(listening("mod+j", true).answers(press("j", { metaKey: true }))).toBe(true)
  expect(listening("mod+j").answers(press("j"))).toBe(false)
})

test("a sign is the sign, with whatever shift it needs", () => {
  expect(listening("?").answers(press("?", { shiftKey: true }))).toBe(true)
  expect(listening("shift+enter").answers(press("Enter", { shiftKey: true }))).toBe(true)
  expect(listening("a").answers(press("A", { shiftKey: true }))).toBe(false)
})

test("who is typing is not interrupted, except by what cannot be typed", () => {
  const field = document.createElement("textarea")
  const box = Object.assign(document.createElement("input"), { type: "checkbox" })

  expect(listening("?").answers(press("?", { target: field }))).toBe(false)
  expect(listening("a").answers(press("a", { target: box }))).toBe(true)
  expect(listening("escape").answers(press("Escape", { target: field }))).toBe(true)
  expect(listening("mod+j").answers(press("j", { ctrlKey: true, target: field }))).toBe(true)
  expect(listening("escape").answers(press("Escape", { isComposing: true }))).toBe(false)
})

test("what is on top hears first, only while it wants to, and what went hears nothing", () => {
  const { shortcuts } = listening("escape")
  let open = true
  const stop = shortcuts.register({ keys: "escape", words: "top", group: "", run: vi.fn(), when: () => open })

  expect(shortcuts.find(press("Escape"))?.words).toBe("top")
  open = false
  expect(shortcuts.find(press("Escape"))?.words).toBe("")
  open = true
  stop()
  expect(shortcuts.find(press("Escape"))?.words).toBe("")
})

test("a key reads as it stands on the keyboard", () => {
  expect([keyName("mod+j", true), keyName("mod+j", false), keyName("escape", false), keyName("?", false)]).toEqual([
    "⌘J",
    "Ctrl J",
    "Esc",
    "?",
  ])
})
