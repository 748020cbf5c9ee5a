import { announce } from "./dom"
import { toggleWrap } from "./wrapping"

const DONE_MS = 1600

/**
 * `data-copy="#id"` copies that element's text, `data-copy="code"` the block of code it stands on, `data-copy-text="…"`
 * the words themselves. `data-copy-plain=".answer"` (within `data-copy-within`) copies what stands there without signs of
 * formatting: alone at once, beside a text with Shift or Alt. `data-wrap` lets long lines of that block break. What is
 * rarer is fetched when it is asked for: that, `data-copy="table"`, `data-save` and `data-draw`.
 */
export function listenForCopies(document: Document): void {
  document.addEventListener("click", (event) => {
    const button = (event.target as Element).closest<HTMLElement>(
      "[data-copy], [data-copy-text], [data-copy-plain], [data-wrap], [data-save], [data-draw]",
    )
    if (!button) return
    const block = button.closest<HTMLElement>(".code")
    if ("wrap" in button.dataset) block && toggleWrap(block)
    else if ("save" in button.dataset) void import("./saving").then(({ saveFrom }) => saveFrom(button)).catch(failed)
    else if ("draw" in button.dataset) void import("./diagrams").then(({ drawFrom }) => drawFrom(button)).catch(failed)
    else void copyFrom(button, event.shiftKey || event.altKey)
  })
}

async function copyFrom(button: HTMLElement, plainly: boolean): Promise<void> {
  const words =
    (plainly && (await plain(button))) || button.dataset.copyText || (await plain(button)) || (await wordsOf(button))
  const place = button.querySelector("[data-copy-word]") ?? button
  const label = place.textContent
  const copied = await copyText(words.replace(/\n$/, ""))
  place.textContent = copied ? "Copied" : "Select and copy it by hand"
  button.toggleAttribute("data-done", copied)
  announce(copied ? "Copied" : "It could not be copied")
  setTimeout(() => {
    place.textContent = label
    button.removeAttribute("data-done")
  }, DONE_MS)
}

async function plain(button: HTMLElement): Promise<string> {
  const { copyPlain, copyWithin } = button.dataset
  const root = copyPlain && copyWithin ? button.closest(copyWithin)?.querySelector(copyPlain) : undefined
  return root ? (await import("./plainText")).plainText(root) : ""
}

async function wordsOf(button: HTMLElement): Promise<string> {
  const from = button.dataset.copy ?? ""
  if (from === "code") return button.closest(".code")?.querySelector("pre")?.textContent ?? ""
  if (!from) return ""
  if (from !== "table") return document.querySelector(from)?.textContent ?? ""
  const { asTabs, cellsOf } = await import("./sheets")
  return asTabs(cellsOf(button.closest(".table") ?? document.createElement("div")))
}

const failed = () => announce("It could not be fetched. Try again when the connection is back.")

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
