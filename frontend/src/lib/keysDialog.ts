import { shortcuts } from "./shortcuts"

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

/** The list itself comes when somebody asks for it. */
async function showKeys(): Promise<void> {
  await (await import("./keysList")).showKeys()
}
