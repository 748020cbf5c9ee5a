import { ask } from "./dialogs"
import { make } from "./dom"
import { keyName } from "./keyNames"
import { type Shortcut, shortcuts } from "./shortcuts"

/** Hear every key once for the whole page; `?` and the menu's entry list them. */
export function listenForKeys(document: Document): void {
  shortcuts.register({ keys: "?", words: "These keys", group: "Everywhere", run: () => void showKeys() })
  shortcuts.register({ keys: "mod+j", words: "New conversation", group: "Everywhere", run: () => location.assign("/") })

  document.addEventListener("keydown", (event) => {
    if (document.querySelector("dialog:modal")) return // a dialog has the word
    const shortcut = shortcuts.find(event)
    if (!shortcut) return
    event.preventDefault()
    shortcut.run(event)
  })
  document.addEventListener("click", (event) => {
    if ((event.target as Element).closest("[data-keys-dialog]")) void showKeys()
  })
}

async function showKeys(): Promise<void> {
  const groups = [...shortcuts.listed()].flatMap(([group, list]) => [
    make("h3", {}, group),
    make("dl", {}, ...list.map(row)),
  ])
  const dialog = make(
    "dialog",
    { class: "dialog keys-dialog", "aria-labelledby": "keys-title" },
    make("h2", { id: "keys-title" }, "Keys"),
    ...groups,
    make("form", { method: "dialog", class: "actions" }, make("button", { class: "button", autofocus: true }, "Close")),
  )
  document.body.append(dialog)
  await ask(dialog)
  dialog.remove()
}

function row(shortcut: Shortcut): HTMLElement {
  return make("div", {}, make("dt", {}, shortcut.words), make("dd", {}, make("kbd", {}, keyName(shortcut.keys))))
}
