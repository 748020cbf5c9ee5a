import htmx from "htmx.org"
import { filesIn, nameFor, problemWith } from "../../lib/attaching"
import { Attachment, watchDrops } from "../../lib/attachment"
import { link, unseen } from "../../lib/bringing"
import { announce, make } from "../../lib/dom"
import type { Undo } from "../../lib/islands"
import { live } from "../../lib/live"

/** Pictures and clips for the wall: chosen, dropped anywhere or pasted, each with its own progress; then the house lists them. */
export function mount(place: HTMLElement): Undo {
  const coming = place.querySelector<HTMLElement>(".bring-coming")
  const problem = place.querySelector<HTMLElement>(".attachments-problem")
  const input = place.querySelector<HTMLInputElement>("input[type=file]")
  const person = place.querySelector<HTMLInputElement>("input[name=person]")
  const drop = place.querySelector<HTMLElement>(".drop-place")
  const { add = "", list = "", accept = "", words = "", consents = "", bytes, count } = place.dataset
  if (!coming || !problem || !input || !drop) return () => {}
  const limits = { bytes: Number(bytes), count: Number(count), words, kinds: accept.split(",") }
  let files: Attachment[] = []
  let pasted = 0

  const complain = (sentences: string[]) => {
    problem.replaceChildren(...sentences.map((sentence) => make("span", {}, sentence)))
    problem.hidden = sentences.length === 0
  }
  const fetchAnew = () => void htmx.ajax("get", list, { target: "#arrivals", swap: "outerHTML" }).catch(() => {})
  const look = (file?: Attachment) => {
    if (file?.state === "failed") {
      if (file.element.isConnected) announce(file.element.textContent ?? "")
      link(file.element, consents)
    }
    const there = files.filter((each) => each.state === "ready")
    files = files.filter((each) => each.state !== "ready" && each.element.isConnected)
    for (const each of there) each.forget()
    coming.hidden = files.length === 0
    if (there.length > 0) fetchAnew()
  }
  const take = (chosen: File[]) => {
    const refused: string[] = []
    for (const file of chosen) {
      const wrong = unfit(file, files.length, limits)
      if (wrong) {
        refused.push(`${file.name}: ${wrong}`)
        continue
      }
      const made = new Attachment(nameFor(file, ++pasted), look, file)
      files.push(made)
      coming.append(made.element)
      void made.send(add, person?.checked ? { person: "1" } : {})
    }
    complain(refused)
    look()
  }
  const choose = () => {
    take([...(input.files ?? [])])
    input.value = "" // the same file may be chosen again
  }
  const paste = (event: ClipboardEvent) => {
    const found = event.defaultPrevented ? [] : filesIn(event.clipboardData)
    if (found.length === 0) return
    event.preventDefault()
    take(found)
  }
  const undrop = watchDrops(
    document,
    (is) => {
      drop.hidden = !is
    },
    take,
  )

  live()
  coming.addEventListener("error", unseen, { capture: true })
  input.multiple = true
  input.addEventListener("change", choose)
  document.addEventListener("paste", paste)
  const hung = new Set<string>()
  const watcher = new MutationObserver(() => hangWhatCame(place, hung))
  watcher.observe(place, { childList: true, subtree: true })
  return () => {
    watcher.disconnect()
    undrop()
    input.removeEventListener("change", choose)
    document.removeEventListener("paste", paste)
    for (const file of files) file.forget()
  }
}

interface Limits {
  bytes: number
  count: number
  words: string
  kinds: string[]
}

/** Why this file need not even be sent. What no browser knows the kind of, the house looks at. */
export function unfit(file: { name: string; size: number; type: string }, beside: number, limits: Limits) {
  if (beside >= limits.count) return `${limits.count} at once are the most.`
  if (file.type && !limits.kinds.includes(file.type)) return `This is nothing we take. ${limits.words}`
  return problemWith(file, 0, limits)
}

/** What hangs since a moment comes to the wall of this page, once. */
function hangWhatCame(place: HTMLElement, hung: Set<string>): void {
  const wall = document.getElementById("wall")
  if (!wall) return
  for (const { dataset } of place.querySelectorAll<HTMLElement>("[data-hung]")) {
    const { hung: asset = "", card } = dataset
    if (!card || hung.has(asset) || wall.querySelector(`[data-asset="${CSS.escape(asset)}"]`)) continue
    hung.add(asset)
    void htmx.ajax("get", card, { target: wall, swap: "afterbegin" })
  }
}
