import htmx from "htmx.org"
import { filesIn, nameFor, problemWith } from "./attaching"
import { Attachment } from "./attachment"
import { announce } from "./dom"
import type { Undo } from "./islands"

const CHANGED = "project-files" // the house says so when one was deleted

/** The files of a project: what is chosen, dropped on them or pasted outside a field is sent, and then stands among them. */
export function mount(shelf: HTMLElement): Undo {
  const shown = shelf.querySelector<HTMLElement>("[data-shelf]")
  const list = shelf.querySelector<HTMLElement>(".attachments-list")
  const problem = shelf.querySelector<HTMLElement>(".attachments-problem")
  const input = shelf.querySelector<HTMLInputElement>("input[type=file]")
  const { add: address = "", project = "", address: fragment = "", words = "", bytes, count } = shelf.dataset
  if (!shown || !list || !problem || !input) return () => {}
  const limits = { bytes: Number(bytes), count: Number(count), words }
  let coming: Attachment[] = []
  let pasted = 0

  const complain = (sentence: string) => {
    problem.textContent = sentence
    problem.hidden = sentence === ""
  }
  const fetchAnew = () =>
    void htmx.ajax("get", fragment, { source: shelf, target: shown, swap: "innerHTML" }).catch(() => {})
  const look = (file?: Attachment) => {
    if (file?.state === "failed" && file.element.isConnected) announce(file.element.textContent ?? "")
    const there = coming.filter((each) => each.state === "ready")
    coming = coming.filter((each) => each.state !== "ready" && each.element.isConnected)
    for (const each of there) each.forget()
    list.hidden = coming.length === 0
    if (there.length > 0) fetchAnew()
  }
  const take = (files: File[]) => {
    complain("")
    for (const file of files) {
      const beside = shown.querySelectorAll(".attached-file").length + coming.length
      const wrong =
        beside >= limits.count ? `A project keeps ${limits.count} files at most.` : problemWith(file, 0, limits)
      if (wrong) {
        complain(`${file.name}: ${wrong}`)
        continue
      }
      const made = new Attachment(nameFor(file, ++pasted), look, file)
      coming.push(made)
      list.append(made.element)
      void made.send(address, { project })
    }
    look()
  }
  const choose = () => {
    take([...(input.files ?? [])])
    input.value = "" // the same file may be chosen again
  }
  const drop = (event: DragEvent) => {
    if (!event.dataTransfer?.types.includes("Files")) return
    event.preventDefault()
    take(filesIn(event.dataTransfer))
  }
  const paste = (event: ClipboardEvent) => {
    const found = filesIn(event.clipboardData)
    if (found.length === 0 || (event.target as Element).closest("textarea, input, .composer")) return
    event.preventDefault()
    take(found)
  }

  input.multiple = true
  shelf.dataset.taking = "" // stories wait for it
  input.addEventListener("change", choose)
  shelf.addEventListener("drop", drop)
  document.addEventListener("paste", paste)
  document.body.addEventListener(CHANGED, fetchAnew)
  return () => {
    input.removeEventListener("change", choose)
    shelf.removeEventListener("drop", drop)
    document.removeEventListener("paste", paste)
    document.body.removeEventListener(CHANGED, fetchAnew)
  }
}
