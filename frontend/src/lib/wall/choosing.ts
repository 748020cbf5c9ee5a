import { icon, make } from "../dom"
import type { Undo } from "../islands"
import { shortcuts } from "../shortcuts"
import type { Acts, Chosen } from "./acts"
import type { Hanging } from "./hanging"

/** Choosing several things of the wall: a box on each, a bar with what can be done with them. Escape ends it. */
export class Choosing {
  readonly chosen = new Set<string>()
  #all = false // all that was found, also what was never in sight
  #last: string | undefined
  #bar: HTMLElement | undefined
  #undo: Undo[] = []

  constructor(
    private readonly wall: HTMLElement,
    private readonly hanging: () => Hanging,
    private readonly acts: Acts,
  ) {}

  get on(): boolean {
    return this.#bar !== undefined
  }

  get asked(): Chosen {
    return { ids: [...this.chosen], all: this.#all }
  }

  begin(): void {
    if (this.#bar) return
    this.wall.dataset.selecting = ""
    this.#bar = this.#made()
    this.wall.after(this.#bar)
    const end = () => this.end()
    this.#undo = [shortcuts.register({ keys: "escape", words: "Stop choosing", group: "Studio", run: end })]
    this.draw()
  }

  end(): void {
    for (const undo of this.#undo) undo()
    this.#undo = []
    this.#bar?.remove()
    this.#bar = undefined
    this.chosen.clear()
    this.#all = false
    this.#last = undefined
    delete this.wall.dataset.selecting
    for (const card of this.wall.querySelectorAll<HTMLElement>("[data-chosen]")) delete card.dataset.chosen
    for (const box of this.wall.querySelectorAll("input[data-choose]")) box.remove()
    this.#pressed(false)
  }

  /** This one was pressed; with `through`, everything from the last one pressed becomes like it. */
  async press(id: string, through = false): Promise<void> {
    this.begin()
    this.#all = false
    const on = !this.chosen.has(id)
    const ids = through && this.#last ? await this.hanging().order(this.#last, id) : [id]
    for (const each of ids) {
      if (on) this.chosen.add(each)
      else this.chosen.delete(each)
    }
    this.#last = id
    this.draw()
  }

  /** Everything from here to there is chosen: Shift and an arrow. */
  async reach(from: string, to: string): Promise<void> {
    this.begin()
    for (const each of await this.hanging().order(from, to)) this.chosen.add(each)
    this.#last = to
    this.draw()
  }

  /** Boxes and marks for what hangs just now; the wall calls it whenever other cards hang. */
  draw(): void {
    if (!this.#bar) return
    this.#pressed(true)
    for (const card of this.wall.querySelectorAll<HTMLElement>(":scope > .card[data-asset]")) {
      const on = this.#all || this.chosen.has(card.dataset.asset ?? "")
      this.#box(card).checked = on
      card.toggleAttribute("data-chosen", on)
    }
    const count = this.#all ? this.hanging().total : this.chosen.size
    const words = `${count.toLocaleString("en")} chosen`
    const told = this.#bar.querySelector(".bulk-count")
    if (told && told.textContent !== words) told.textContent = words
    for (const control of this.#bar.querySelectorAll<HTMLButtonElement>("[data-acts]")) control.disabled = count === 0
  }

  /** Do it with all of them; `gone`: then they hang here no longer. */
  async do(act: string, value = "", gone = false): Promise<void> {
    const asked = this.asked
    const ids = asked.all ? this.#inSight() : asked.ids
    const hanging = this.hanging()
    let back = () => {}
    const undone = () => {
      back()
      void (asked.all ? hanging.anew() : hanging.refresh(ids))
    }
    if (!(await this.acts.do(act, value, asked, undone))) return
    if (gone) back = hanging.takeAway(ids)
    if (asked.all && gone) await hanging.anew()
    if (gone) return this.end()
    await hanging.refresh(ids)
    this.draw()
  }

  #share(): void {
    const { ids, all } = this.asked
    const seen = this.#inSight()
    const few = all && seen.length === this.hanging().total
    this.acts.share(all ? seen : ids, all === true && !few)
  }

  #inSight(): string[] {
    return [...this.wall.querySelectorAll<HTMLElement>(":scope > .card[data-asset]")].map(
      (card) => card.dataset.asset ?? "",
    )
  }

  #pressed(on: boolean): void {
    for (const button of document.querySelectorAll("[data-select]")) button.ariaPressed = String(on)
  }

  #box(card: HTMLElement): HTMLInputElement {
    const there = card.querySelector<HTMLInputElement>("input[data-choose]")
    if (there) return there
    const name = card.querySelector("img")?.alt ?? ""
    const box = make("input", { type: "checkbox", "data-choose": true, "aria-label": `Choose ${name}` })
    card.prepend(box)
    return box
  }

  #made(): HTMLElement {
    const all = make("button", { class: "tool", type: "button" }, `All ${this.hanging().total.toLocaleString("en")}`)
    all.addEventListener("click", () => {
      this.#all = true
      this.draw()
    })
    const done = make("button", { class: "tool", type: "button" }, "Done")
    done.addEventListener("click", () => this.end())
    const save = this.#button("download", "Download as a zip", () => this.acts.download(this.asked))
    return make(
      "div",
      { class: "bulk wall-bulk", role: "toolbar", "aria-label": "With those chosen" },
      make("p", { class: "bulk-count", role: "status" }),
      all,
      this.#button("star", "Star", () => void this.do("star")),
      this.#select(
        "Rate…",
        [["0", "No rating"], ...[1, 2, 3, 4, 5].map((n) => [String(n), "★".repeat(n)])],
        (value) => void this.do("rate", value),
      ),
      this.#select(
        "Move…",
        [["none", "No board"], ...boards()],
        (value) => void this.do("move", value === "none" ? "" : value),
      ),
      this.#tagField(),
      this.#button("share", "Share by link", () => this.#share()),
      save,
      this.#button("trash", "Delete", () => void this.do("delete", "", true)),
      done,
    )
  }

  #button(drawing: string, words: string, run: () => void): HTMLElement {
    const button = make(
      "button",
      { class: "icon-button", type: "button", "data-acts": true, "aria-label": words, title: words },
      icon(drawing),
    )
    button.addEventListener("click", run)
    return button
  }

  #select(words: string, choices: string[][], run: (value: string) => void): HTMLElement {
    const select = make(
      "select",
      { "aria-label": words.replace("…", ""), "data-acts": true },
      make("option", { value: "" }, words),
      ...choices.map(([value = "", name = ""]) => make("option", { value }, name)),
    )
    select.addEventListener("change", () => {
      const { value } = select
      select.value = ""
      if (value) run(value)
    })
    return make("label", { class: "chip chip-select" }, select, icon("down"))
  }

  #tagField(): HTMLElement {
    const field = make("input", {
      class: "input",
      placeholder: "Tag…",
      "aria-label": "Tag them; with a minus before it the tag goes",
      title: "Enter tags them; -word takes the tag away",
      maxlength: "41",
      autocomplete: "off",
    })
    field.addEventListener("keydown", (event) => {
      const said = field.value.trim()
      if (event.key !== "Enter" || event.isComposing || !said) return
      event.preventDefault()
      field.value = ""
      void this.do(said.startsWith("-") ? "untag" : "tag", said.replace(/^-/, ""))
    })
    return make("span", { class: "bulk-tag" }, field)
  }
}

/** One's boards, as the page brought them. */
export function boards(): [id: string, name: string][] {
  return [...document.querySelectorAll<HTMLOptionElement>("#wall-boards-known option")].map((option) => [
    option.dataset.id ?? "",
    option.value,
  ])
}
