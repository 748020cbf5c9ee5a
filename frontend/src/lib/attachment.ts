import { type Chip, filesIn, Lanes } from "./attaching"
import { csrfToken } from "./csrf"
import { icon, make } from "./dom"
import { newKey } from "./idempotency"
import { NotTaken, type Upload, upload } from "./upload"

export type State = "coming" | "ready" | "failed"

const lanes = new Lanes(2) // the house opens as many at once for everybody

/** One file beside the words: on its way, there, or not taken, as a chip that says so. */
export class Attachment {
  readonly element = make("li", { class: "attachment" })
  state: State = "coming"
  /** The request it left with, so that it is not taken for one added since. */
  sent = false
  #chip: Chip | undefined
  #upload: Upload | undefined
  #key = newKey()
  #preview = ""
  #gone = false

  constructor(
    private readonly name: string,
    private changed: (attachment: Attachment) => void,
    private readonly file?: File,
  ) {
    if (file?.type.startsWith("image/")) this.#preview = URL.createObjectURL(file)
  }

  /** One that the house has already. */
  static of(chip: Chip, changed: (attachment: Attachment) => void): Attachment {
    const made = new Attachment(chip.name, changed)
    made.#arrived(chip)
    return made
  }

  /** Send it to the house. */
  async send(address: string, fields: Record<string, string>): Promise<void> {
    if (!this.file) return
    this.#show("coming", "waiting", () => this.send(address, fields))
    const body = new FormData()
    for (const [name, value] of Object.entries({ ...fields, key: this.#key })) body.append(name, value)
    body.append("file", this.file, this.name)
    try {
      const chip = await lanes.run(() => {
        if (this.#gone) throw new NotTaken("", false)
        this.#upload = upload(address, body, (share) => this.#told(share))
        return this.#upload.done
      })
      this.#arrived(chip)
    } catch (error) {
      if (this.#gone) return
      const refused = error instanceof NotTaken ? error : new NotTaken("It could not be sent.", true)
      this.#key = newKey()
      this.#show("failed", refused.message, refused.again ? () => this.send(address, fields) : undefined)
    }
  }

  /** What the house calls it, once it has it. */
  get id(): string | undefined {
    return this.#chip?.id
  }

  /** The same in another composer. */
  moved(changed: (attachment: Attachment) => void): this {
    this.changed = changed
    return this
  }

  /** Take it away: from here, from its way, and from the house, unless it stands elsewhere there, too. */
  remove(): void {
    this.#gone = true
    this.#upload?.cancel()
    if (this.#chip?.delete) {
      void fetch(this.#chip.delete, { method: "POST", headers: { "X-CSRFToken": csrfToken() }, keepalive: true })
    }
    this.forget()
    this.changed(this)
  }

  /** It is not shown any more. */
  forget(): void {
    this.element.remove()
    if (this.#preview) URL.revokeObjectURL(this.#preview)
    this.#preview = ""
  }

  #told(share: number): void {
    const words = share < 1 ? `${Math.round(share * 100)} %` : "reading"
    this.element.querySelector("progress")?.setAttribute("value", String(share))
    const place = this.element.querySelector("[data-about]")
    if (place) place.textContent = words
  }

  #arrived(chip: Chip): void {
    this.#chip = chip
    this.#show("ready", chip.about)
  }

  #show(state: State, about: string, again?: () => void): void {
    this.state = state
    const name = this.#chip?.name ?? this.name
    const { element } = this
    element.dataset.state = state
    element.replaceChildren(
      this.#picture(name),
      make(
        "span",
        { class: "attached-words" },
        make("span", { class: "clip" }, name),
        make("span", { class: state === "failed" ? "tiny bad" : "tiny faint", "data-about": true }, about),
      ),
    )
    if (state === "coming") element.append(make("progress", { max: "1", value: "0", "aria-label": `Sending ${name}` }))
    if (again && state === "failed") element.append(tool("retry", `Try ${name} again`, again))
    element.append(tool("close", `Remove ${name}`, () => this.remove()))
    if (this.#chip) {
      element.dataset.tokens = String(this.#chip.tokens)
      element.dataset.sendable = ""
      element.append(make("input", { type: "hidden", name: "attachment", value: this.#chip.id }))
    }
    this.changed(this)
  }

  #picture(name: string): HTMLElement | SVGElement {
    const source = this.#preview || this.#chip?.small
    return source ? make("img", { src: source, alt: name, decoding: "async" }) : icon("file")
  }
}

function tool(name: string, words: string, run: () => void): HTMLButtonElement {
  const button = make("button", { class: "tool", type: "button", "aria-label": words }, icon(name))
  button.addEventListener("click", run)
  return button
}

/** Watch a room for files dragged over it and dropped; `over` says whether some are in the air. Returns the way back. */
export function watchDrops(room: Document, over: (is: boolean) => void, dropped: (files: File[]) => void): () => void {
  let deep = 0 // each element says when it is entered and left
  let ours = false // a picture of this very page that is dragged about looks like a file, too
  const bringsFiles = (event: DragEvent) => !ours && (event.dataTransfer?.types.includes("Files") ?? false)
  const lift = () => {
    ours = true
  }
  const land = () => {
    ours = false
  }
  const enter = (event: DragEvent) => {
    if (!bringsFiles(event)) return
    deep += 1
    over(true)
  }
  const leave = (event: DragEvent) => {
    if (!bringsFiles(event)) return
    deep = Math.max(0, deep - 1)
    if (deep === 0) over(false)
  }
  const hover = (event: DragEvent) => {
    if (bringsFiles(event)) event.preventDefault()
  }
  const drop = (event: DragEvent) => {
    if (!bringsFiles(event)) return
    const taken = event.defaultPrevented // by the place it was dropped on
    event.preventDefault() // or the browser would leave for the file
    deep = 0
    over(false)
    if (!taken) dropped(filesIn(event.dataTransfer))
  }
  room.addEventListener("dragstart", lift)
  room.addEventListener("dragend", land)
  room.addEventListener("dragenter", enter)
  room.addEventListener("dragleave", leave)
  room.addEventListener("dragover", hover)
  room.addEventListener("drop", drop)
  return () => {
    room.removeEventListener("dragstart", lift)
    room.removeEventListener("dragend", land)
    room.removeEventListener("dragenter", enter)
    room.removeEventListener("dragleave", leave)
    room.removeEventListener("dragover", hover)
    room.removeEventListener("drop", drop)
  }
}
