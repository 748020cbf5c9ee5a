import { type Chip, filesIn, nameFor, problemWith } from "../lib/attaching"
import { Attachment, watchDrops } from "../lib/attachment"
import { ATTACH, changed, SENDING } from "../lib/composing"
import { announce } from "../lib/dom"
import type { Undo } from "../lib/islands"

export { mount as mountShelf } from "../lib/shelf" // with it, so that what both need is no request of its own

interface Requested {
  elt: Element
  successful: boolean
  requestConfig: { elt: Element }
}

// A fresh composer comes around the field after each send; what was added since then is not in it, and moves over.
const carried: Attachment[] = []
let pasted = 0

/** What goes with the words: chosen, pasted or dropped, each with its own progress, there until it is sent or removed. */
export function mount(element: HTMLElement): Undo {
  const form = element.closest("form")
  const list = element.querySelector("ul")
  const problem = element.querySelector<HTMLElement>(".attachments-problem")
  const place = element.querySelector<HTMLElement>(".drop-place")
  const kept = element.querySelector("script")?.textContent ?? "[]"
  if (!form || !list || !problem || !place) return () => {}
  const limits = {
    bytes: Number(element.dataset.bytes),
    count: Number(element.dataset.count),
    words: element.dataset.words ?? "",
  }
  let files: Attachment[] = []

  const complain = (sentence: string) => {
    problem.textContent = sentence
    problem.hidden = sentence === ""
  }
  const look = () => {
    files = files.filter((file) => file.element.isConnected)
    list.hidden = files.every((file) => file.sent)
    if (files.every((file) => file.state !== "coming")) complain("")
    changed(element)
  }
  const noticed = (file: Attachment) => {
    look()
    if (file.state === "failed" && file.element.isConnected) announce(file.element.textContent ?? "")
  }
  const put = (file: Attachment) => {
    files.push(file)
    list.append(file.element)
  }
  const add = (chosen: File[]) => {
    complain("")
    for (const file of chosen) {
      const wrong = problemWith(file, files.filter((each) => !each.sent).length, limits)
      if (wrong) {
        complain(`${file.name}: ${wrong}`)
        continue
      }
      const made = new Attachment(nameFor(file, ++pasted), noticed, file)
      put(made)
      void made.send(element.dataset.add ?? "", whereabouts(form))
    }
    look()
  }
  const again = (event: Event) => {
    const chip = (event as CustomEvent<Chip>).detail
    if (files.some((file) => !file.sent && file.id === chip.id)) return
    const many = files.filter((each) => !each.sent).length
    if (many >= limits.count) return complain(problemWith({ name: chip.name, size: 1 }, many, limits) ?? "")
    put(Attachment.of(chip, noticed))
    look()
  }
  const choose = (event: Event) => {
    const input = event.target as HTMLInputElement
    if (!input.matches("[data-attach]")) return
    add([...(input.files ?? [])])
    input.value = "" // the same file may be chosen again
  }
  const paste = (event: ClipboardEvent) => {
    const found = filesIn(event.clipboardData)
    if (found.length === 0) return
    event.preventDefault()
    add(found)
  }
  const sending = (event: Event) => {
    const here = files.filter((file) => !file.sent)
    if (here.some((file) => file.state === "coming")) {
      event.preventDefault()
      complain("A file is still on its way. Send again once it has arrived, or remove it.")
    } else if (here.some((file) => file.state === "failed")) {
      event.preventDefault()
      complain("A file was not taken. Remove it, or try it again, then send.")
    }
  }
  const leaves = (event: Event) => {
    if ((event as CustomEvent<Requested>).detail.elt !== form) return
    for (const file of files) file.sent = true
    look()
  }
  const answered = (event: Event) => {
    const { successful, requestConfig } = (event as CustomEvent<Requested>).detail
    if (requestConfig?.elt !== form || successful || !element.isConnected) return
    for (const file of files) file.sent = false // nothing came back: it stands here as before
    look()
  }

  const told = JSON.parse(kept) as Chip[]
  for (const chip of told) put(Attachment.of(chip, noticed))
  for (const file of carried.splice(0)) {
    if (!told.some((chip) => chip.id === file.id)) put(file.moved(noticed))
  }
  look()
  form.addEventListener("change", choose)
  form.addEventListener("paste", paste)
  form.addEventListener(ATTACH, again)
  form.addEventListener(SENDING, sending)
  form.addEventListener("htmx:beforeSend", leaves)
  document.body.addEventListener("htmx:afterRequest", answered)
  const undrop = watchDrops(
    document,
    (is) => {
      place.hidden = !is
    },
    add,
  )
  return () => {
    undrop()
    form.removeEventListener("change", choose)
    form.removeEventListener("paste", paste)
    form.removeEventListener(ATTACH, again)
    form.removeEventListener(SENDING, sending)
    form.removeEventListener("htmx:beforeSend", leaves)
    document.body.removeEventListener("htmx:afterRequest", answered)
    for (const file of files) {
      if (file.sent) file.forget()
      else carried.push(file)
    }
  }
}

/** In which composer it is added, so that it stands in its draft. */
function whereabouts(form: HTMLFormElement): Record<string, string> {
  const { conversation } = form.dataset
  return conversation ? { conversation } : {}
}
