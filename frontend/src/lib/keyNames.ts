import { type Combination, onMac } from "./shortcuts"

const MAC: Record<string, string> = {
  mod: "⌘",
  shift: "⇧",
  alt: "⌥",
  enter: "↵",
  escape: "esc",
  arrowup: "↑",
  arrowdown: "↓",
  arrowleft: "←",
  arrowright: "→",
  delete: "⌦",
}
const OTHERS: Record<string, string> = {
  mod: "Ctrl",
  shift: "Shift",
  alt: "Alt",
  enter: "Enter",
  escape: "Esc",
  arrowup: "↑",
  arrowdown: "↓",
  arrowleft: "←",
  arrowright: "→",
  delete: "Del",
}

/** A combination as it stands on the keys in front of this person: "⌘J", "Ctrl J". */
export function keyName(keys: Combination, mac = onMac): string {
  const words = mac ? MAC : OTHERS
  if (keys === "+") return keys
  const parts = keys.split("+").map((part) => words[part.toLowerCase()] ?? part.toUpperCase())
  return parts.join(mac ? "" : " ")
}

/** Write the names into `<kbd data-keys="mod+j">`, which the server leaves empty because it cannot know. */
export function fillKeyNames(root: ParentNode): void {
  for (const place of root.querySelectorAll<HTMLElement>("kbd[data-keys]"))
    place.textContent = keyName(place.dataset.keys ?? "")
}
