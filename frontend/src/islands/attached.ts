import { icon, make } from "../lib/dom"
import type { Undo } from "../lib/islands"

/**
 * Pictures beside a question open in a window over the page; with a modifier key, and without a script, in their own. The
 * files of a project can be added to as well: what that takes is loaded only there.
 */
export function mount(element: HTMLElement): Undo {
  const press = (event: MouseEvent) => {
    const link = (event.target as Element).closest<HTMLAnchorElement>("a[data-picture]")
    if (!link || event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return
    event.preventDefault()
    show(link)
  }
  element.addEventListener("click", press)
  let undo: Undo | undefined
  let gone = false
  if (element.matches(".shelf")) {
    void import("./attachments").then((module) => {
      if (!gone) undo = module.mountShelf(element)
    })
  }
  return () => {
    gone = true
    undo?.()
    element.removeEventListener("click", press)
  }
}

function show(link: HTMLAnchorElement): void {
  const name = link.querySelector("img")?.alt ?? ""
  const close = make(
    "button",
    { class: "icon-button", value: "", "aria-label": "Close", autofocus: true },
    icon("close"),
  )
  const dialog = make(
    "dialog",
    { class: "dialog picture-dialog", "aria-label": name },
    make(
      "form",
      { method: "dialog", class: "picture-bar" },
      make("span", { class: "clip" }, name),
      make(
        "a",
        { class: "icon-button", href: link.href, download: name, "aria-label": `Save ${name}` },
        icon("download"),
      ),
      close,
    ),
    make("img", { src: link.href, alt: name }),
  )
  dialog.addEventListener("close", () => dialog.remove(), { once: true })
  document.body.append(dialog)
  dialog.showModal()
}
