import { announce } from "./dom"

const DONE_MS = 1600

/**
 * `data-copy="#id"` copies that element's text, `data-copy="code"` the block of code it stands on, `data-copy-text="…"`
 * the words themselves. `data-wrap` lets long lines of that block break.
 */
export function listenForCopies(document: Document): void {
  document.addEventListener("click", (event) => {
    const button = (event.target as Element).closest<HTMLElement>("[data-copy], [data-copy-text], [data-wrap]")
    if (!button) return
    if ("wrap" in button.dataset) wrap(button)
    else void copyFrom(button)
  })
}

async function copyFrom(button: HTMLElement): Promise<void> {
  const words = button.dataset.copyText ?? source(button)?.textContent ?? ""
  const label = button.textContent
  const copied = await copyText(words.replace(/\n$/, ""))
  button.textContent = copied ? "Copied" : "Select and copy it by hand"
  button.toggleAttribute("data-done", copied)
  announce(copied ? "Copied" : "It could not be copied")
  setTimeout(() => {
    button.textContent = label
    button.removeAttribute("data-done")
  }, DONE_MS)
}

function source(button: HTMLElement): Element | null | undefined {
  const from = button.dataset.copy ?? ""
  return from === "code" ? button.closest(".code")?.querySelector("pre") : document.querySelector(from)
}

function wrap(button: HTMLElement): void {
  const wrapped = button.closest(".code")?.toggleAttribute("data-wrapped") ?? false
  button.setAttribute("aria-pressed", String(wrapped))
}

/** To the clipboard; the old way where the page is not served securely. False when neither may. */
export async function copyText(words: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(words)
    return true
  } catch {
    const field = Object.assign(document.createElement("textarea"), { value: words })
    document.body.append(field)
    field.select()
    const copied = document.execCommand("copy")
    field.remove()
    return copied
  }
}
