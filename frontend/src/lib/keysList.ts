import { ask } from "./dialogs"
import { make } from "./dom"
import { keyName } from "./keyNames"
import { type Shortcut, shortcuts } from "./shortcuts"

type Told = Pick<Shortcut, "keys" | "words">

/** What a field or a row hears by itself while the focus is in it. Listed where there is one: `enter`, `rowMenu`, `editor`. */
const HEARD_THERE: { where: string; group: string; keys: Told[] }[] = [
  {
    where: "#composer",
    group: "While you write",
    keys: [
      { keys: "enter", words: "Send; while Grok writes: queue" },
      { keys: "shift+enter", words: "A new line" },
      { keys: "/", words: "A saved prompt, in an empty message" },
      { keys: "@", words: "An engine or a file" },
    ],
  },
  {
    where: "#order",
    group: "While you describe it",
    keys: [
      { keys: "alt+arrowup", words: "Your prompt before this one" },
      { keys: "alt+arrowdown", words: "The one after it" },
    ],
  },
  {
    where: "nav [data-row]",
    group: "In the list of conversations",
    keys: [
      { keys: "arrowdown", words: "The next one" },
      { keys: "arrowup", words: "The one before" },
      { keys: "f2", words: "Rename it" },
      { keys: "shift+f10", words: "What else can be done with it" },
      { keys: "delete", words: "Delete it" },
    ],
  },
]

/** Show every key this page listens to, in groups, until somebody closes the list. */
export async function showKeys(): Promise<void> {
  const groups: [string, Told[]][] = [...shortcuts.listed()]
  for (const { where, group, keys } of HEARD_THERE) if (document.querySelector(where)) groups.push([group, keys])
  const dialog = make(
    "dialog",
    { class: "dialog keys-dialog", "aria-labelledby": "keys-title" },
    make("h2", { id: "keys-title" }, "Keys"),
    ...groups.flatMap(([group, keys]) => [make("h3", {}, group), make("dl", {}, ...keys.map(row))]),
    make("form", { method: "dialog", class: "actions" }, make("button", { class: "button", autofocus: true }, "Close")),
  )
  document.body.append(dialog)
  await ask(dialog)
  dialog.remove()
}

function row({ words, keys }: Told): HTMLElement {
  return make("div", {}, make("dt", {}, words), make("dd", {}, make("kbd", {}, keyName(keys))))
}
