import { announce, icon, make } from "./dom"
import { type Command, keep } from "./keeping"
import { Range } from "./range"
import { shortcuts } from "./shortcuts"
import { say } from "./toasts"

interface Choices {
  projects: { id: string; name: string }[]
  tags: string[]
}

/** Choosing several rows of a list: a box in each, a bar with what can be done with all of them. Escape ends it. */
export class Selecting {
  readonly #range = new Range()
  #bar: HTMLElement | undefined
  #undo: (() => void)[] = []

  constructor(private readonly list: HTMLElement) {}

  /** Begin, with this row chosen. */
  begin(first?: string): void {
    if (this.#bar) return
    this.#bar = make("div", { class: "bulk", role: "toolbar", "aria-label": "With those chosen" })
    this.list.after(this.#bar)
    this.list.dataset.selecting = ""
    const draw = () => this.#draw()
    this.list.addEventListener("htmx:afterSettle", draw)
    this.#undo = [
      () => this.list.removeEventListener("htmx:afterSettle", draw),
      shortcuts.register({
        keys: "escape",
        words: "Stop choosing",
        group: "Conversations",
        run: () => this.end(),
      }),
    ]
    if (first) this.#range.press(first, this.#order(), true, false)
    this.#draw()
    this.#rows()
      .find((row) => row.dataset.row === first)
      ?.querySelector("input")
      ?.focus()
  }

  /** Back to a plain list. */
  end(): void {
    const here = document.activeElement
    const within = here !== null && (this.list.contains(here) || this.#bar?.contains(here))
    const row = here?.closest("[data-row]") ?? this.#rows()[0]
    for (const each of this.#undo) each()
    this.#undo = []
    this.#bar?.remove()
    this.#bar = undefined
    this.#range.chosen.clear()
    delete this.list.dataset.selecting
    for (const box of this.list.querySelectorAll("input[data-choose]")) box.remove()
    if (within) row?.querySelector<HTMLElement>(":scope > a")?.focus() // what had the focus is gone
  }

  #rows(): HTMLElement[] {
    return [...this.list.querySelectorAll<HTMLElement>("[data-row]")]
  }

  #order(): string[] {
    return this.#rows().map((row) => row.dataset.row ?? "")
  }

  #draw(): void {
    this.#range.only(this.#order())
    for (const row of this.#rows()) this.#box(row).checked = this.#range.chosen.has(row.dataset.row ?? "")
    this.#fillBar()
  }

  #box(row: HTMLElement): HTMLInputElement {
    const there = row.querySelector<HTMLInputElement>("input[data-choose]")
    if (there) return there
    const name = row.querySelector(".title")?.textContent ?? ""
    const id = `choose-${row.dataset.row}`
    const box = make("input", { type: "checkbox", id, "data-choose": true, "aria-label": `Choose ${name}` })
    box.addEventListener("click", (event) => {
      this.#range.press(row.dataset.row ?? "", this.#order(), box.checked, event.shiftKey)
      this.#draw()
    })
    row.prepend(box)
    return box
  }

  #fillBar(): void {
    const bar = this.#bar
    if (!bar) return
    const count = this.#range.chosen.size
    const words = count === 1 ? "1 chosen" : `${count} chosen`
    if (!bar.firstChild) {
      const done = make("button", { class: "tool", type: "button" }, "Done")
      done.addEventListener("click", () => this.end())
      bar.append(
        make("p", { class: "bulk-count", role: "status" }),
        this.#button("archive", "Archive", { do: this.list.closest("[data-archive]") ? "unarchive" : "archive" }),
        this.#export(),
        this.#button("trash", "Delete", { do: "delete" }),
        done,
        this.#menu(),
        this.#tagField(),
      )
    }
    const told = bar.querySelector(".bulk-count")
    if (told && told.textContent !== words) told.textContent = words
    for (const control of bar.querySelectorAll<HTMLButtonElement>("[data-acts]")) control.disabled = count === 0
  }

  #button(drawing: string, words: string, command: Omit<Command, "ids">): HTMLElement {
    const button = make(
      "button",
      { class: "icon-button", type: "button", "data-acts": true, "aria-label": words, title: words },
      icon(drawing),
    )
    button.addEventListener("click", () => void this.#do(command))
    return button
  }

  #menu(): HTMLElement {
    const select = make(
      "select",
      { "aria-label": "Move to a project", "data-acts": true },
      make("option", { value: "" }, "Move…"),
    )
    void choices().then(({ projects }) => {
      select.append(
        make("option", { value: "none" }, "No project"),
        ...projects.map((each) => make("option", { value: each.id }, each.name)),
      )
    })
    select.addEventListener("change", () => {
      const project = select.value
      select.value = ""
      if (project) void this.#do({ do: "move", project: project === "none" ? "" : project })
    })
    return make("label", { class: "chip chip-select" }, select, icon("down"))
  }

  #tagField(): HTMLElement {
    const field = make("input", {
      class: "input",
      placeholder: "Tag…",
      "aria-label": "Tag them",
      maxlength: "40",
      list: "tags-for-many",
      autocomplete: "off",
    })
    const known = make("datalist", { id: "tags-for-many" })
    void choices().then(({ tags }) => known.append(...tags.map((value) => make("option", { value }))))
    field.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.isComposing || !field.value.trim()) return
      event.preventDefault()
      void this.#do({ do: "tag", tag: field.value })
      field.value = ""
    })
    return make("span", { class: "bulk-tag" }, field, known)
  }

  /** Where the house can export, a form of its own: it answers with a file. */
  #export(): Node {
    const address = document.querySelector<HTMLElement>("[data-export]")?.dataset.export
    if (!address) return document.createTextNode("")
    const button = make(
      "button",
      { class: "icon-button", type: "button", "data-acts": true, "aria-label": "Export", title: "Export" },
      icon("download"),
    )
    button.addEventListener("click", () => {
      const token = document.querySelector<HTMLMetaElement>('meta[name="csrf-token"]')?.content ?? ""
      const fields = [...this.#range.chosen].map((value) => make("input", { type: "hidden", name: "ids", value }))
      const form = make(
        "form",
        { method: "post", action: address, hidden: true },
        make("input", { type: "hidden", name: "csrfmiddlewaretoken", value: token }),
        ...fields,
      )
      document.body.append(form)
      form.submit()
      form.remove()
    })
    return button
  }

  async #do(command: Omit<Command, "ids">): Promise<void> {
    const ids = [...this.#range.chosen]
    if (ids.length === 0) {
      say("Choose conversations first.")
      return
    }
    if (await keep({ ...command, ids })) {
      announce("Done.")
      this.end()
    }
  }
}

let known: Promise<Choices> | undefined

/** One's projects and tags, asked for once a page. */
function choices(): Promise<Choices> {
  known ??= fetch("/c/choices/", { headers: { Accept: "application/json" } })
    .then((answer) => (answer.ok ? (answer.json() as Promise<Choices>) : { projects: [], tags: [] }))
    .catch(() => ({ projects: [], tags: [] }))
  return known
}
