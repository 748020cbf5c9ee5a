import { type Stretch, step, unfilled, type Wanted, wanted } from "./choosing"
import { SENDING } from "./composing"
import { announce, icon, make } from "./dom"
import type { Undo } from "./islands"
import { type Group, type Offer, offersFor } from "./offers"

/**
 * What opens over the words when somebody types `/` or `@`, and the way through the blanks of a prompt. The focus
 * stays in the field, which points to the chosen row. It stays a text field, too: a field of several lines may not be a
 * combobox, so that the announcement says that a list has opened, and how long it is.
 */
export function attend(form: HTMLFormElement, field: HTMLTextAreaElement): Undo {
  const list = make("div", { class: "chooser", role: "listbox", id: "chooser", hidden: true })
  const says = make("p", { class: "chooser-says", role: "status", hidden: true })
  const blanks = new Set<string>()
  let open: { wanted: Wanted; offers: Offer[]; at: number } | undefined
  let dismissed = -1 // where a sign stands that was waved away
  let asked = 0

  const say = (sentence: string, ...more: Node[]) => {
    if (sentence && !says.isConnected) field.before(says)
    says.replaceChildren(sentence, ...more)
    says.hidden = sentence === ""
  }
  const close = () => {
    asked += 1
    open = undefined
    list.hidden = true
    for (const name of ["aria-haspopup", "aria-controls", "aria-activedescendant", "aria-autocomplete"]) {
      field.removeAttribute(name)
    }
  }
  const point = (at: number) => {
    if (!open) return
    open.at = (at + open.offers.length) % open.offers.length
    for (const option of list.querySelectorAll('[role="option"]')) {
      const here = option.id === `chooser-${open.at}`
      option.setAttribute("aria-selected", String(here))
      if (here) option.scrollIntoView({ block: "nearest" })
    }
    field.setAttribute("aria-activedescendant", `chooser-${open.at}`)
  }
  const show = (found: Wanted, groups: Group[]) => {
    const offers = groups.flatMap((group) => group.offers)
    const many = offers.length
    if (many !== open?.offers.length) announce(many === 1 ? "One to choose." : `${many} to choose.`)
    open = { wanted: found, offers, at: 0 }
    list.setAttribute("aria-label", found.sign === "/" ? "Prompts" : "Engines and files")
    list.replaceChildren(...drawn(groups))
    if (!list.isConnected) field.before(list)
    list.hidden = false
    const told = { "aria-haspopup": "listbox", "aria-autocomplete": "list", "aria-controls": "chooser" }
    for (const [name, value] of Object.entries(told)) field.setAttribute(name, value)
    point(0)
  }
  const look = async () => {
    const found = document.activeElement === field ? wanted(field.value, field.selectionEnd) : undefined
    if (found?.from !== dismissed) dismissed = -1
    if (!found || dismissed >= 0) return close()
    asked += 1
    const mine = asked
    try {
      const groups = await offersFor(form, found, field.value.slice(field.selectionEnd))
      if (mine !== asked) return
      if (groups.length > 0) show(found, groups)
      else close()
    } catch {
      if (mine !== asked) return
      close()
      say("What could be chosen here could not be fetched. Type on, or try again.")
    }
  }
  const take = (offer: Offer) => {
    if (!open) return
    const { from } = open.wanted
    const put = offer.take()
    close()
    field.focus()
    replace(field, { from, to: field.selectionEnd }, put.text)
    for (const blank of put.blanks) blanks.add(blank)
    const first = step(unfilled(field.value, blanks), { from, to: from })
    if (first) select(field, first)
    if (put.blanks.length)
      announce(`${put.blanks.length === 1 ? "One blank" : `${put.blanks.length} blanks`} to fill in.`)
    if (!put.text) announce(`${offer.label} was chosen.`)
  }
  const letGo = () => {
    blanks.clear()
    say("")
    field.focus()
  }
  const press = (event: KeyboardEvent) => {
    if (event.target !== field || event.isComposing || event.keyCode === 229) return
    const done = open ? within(event) : between(event)
    if (!done) return
    event.preventDefault()
    event.stopPropagation()
  }
  const within = (event: KeyboardEvent): boolean => {
    if (!open || event.ctrlKey || event.metaKey || event.altKey) return false
    if (event.key === "ArrowDown") point(open.at + 1)
    else if (event.key === "ArrowUp") point(open.at - 1)
    else if ((event.key === "Enter" || event.key === "Tab") && !event.shiftKey) {
      const offer = open.offers[open.at]
      if (offer) take(offer)
    } else if (event.key === "Escape") {
      dismissed = open.wanted.from
      close()
    } else return false
    return true
  }
  const between = (event: KeyboardEvent): boolean => {
    if (event.key !== "Tab" && event.key !== "Escape") return false
    const left = unfilled(field.value, blanks)
    if (left.length === 0) return false
    if (event.key === "Escape") {
      letGo()
      return true
    }
    const to = step(left, { from: field.selectionStart, to: field.selectionEnd }, event.shiftKey)
    if (to) select(field, to)
    return to !== undefined
  }
  const guard = (event: Event) => {
    const [first] = unfilled(field.value, blanks)
    if (!first) return letGo()
    event.preventDefault()
    field.focus()
    select(field, first)
    const anyhow = make("button", { class: "button button-quiet", type: "button" }, "Leave it as it is")
    anyhow.addEventListener("click", letGo)
    say(`Fill in ${field.value.slice(first.from, first.to)} first, then send.`, anyhow)
  }
  const typed = () => {
    if (!says.hidden && unfilled(field.value, blanks).length === 0) say("")
    void look()
  }
  const picked = (event: Event) => {
    const option = (event.target as Element).closest('[role="option"]')
    const offer = open?.offers[Number(option?.id.slice("chooser-".length))]
    if (option && offer) take(offer)
  }
  const stay = (event: Event) => event.preventDefault() // the focus, and on a phone the keyboard, stay with the field

  form.addEventListener("keydown", press, { capture: true })
  form.addEventListener(SENDING, guard)
  field.addEventListener("input", typed)
  field.addEventListener("click", typed)
  field.addEventListener("blur", close)
  list.addEventListener("mousedown", stay)
  list.addEventListener("click", picked)
  void look()
  return () => {
    close()
    list.remove()
    says.remove()
    form.removeEventListener("keydown", press, { capture: true })
    form.removeEventListener(SENDING, guard)
    field.removeEventListener("input", typed)
    field.removeEventListener("click", typed)
    field.removeEventListener("blur", close)
  }
}

function drawn(groups: Group[]): HTMLElement[] {
  let at = 0
  return groups.map((group) =>
    make(
      "div",
      { role: "group", "aria-label": group.name },
      ...group.offers.map((offer) => {
        const words = make("span", { class: "chooser-words" }, make("b", { class: "clip" }, offer.label))
        if (offer.about) words.append(make("small", { class: "clip" }, offer.about.slice(0, 160)))
        return make("div", { class: "chooser-option", role: "option", id: `chooser-${at++}` }, icon(offer.icon), words)
      }),
    ),
  )
}

function select(field: HTMLTextAreaElement, { from, to }: Stretch): void {
  field.setSelectionRange(from, to)
}

/** Put words in the place of others so that one can take it back: browsers know this way only. */
function replace(field: HTMLTextAreaElement, stretch: Stretch, text: string): void {
  select(field, stretch)
  const done = document.execCommand(text ? "insertText" : "delete", false, text)
  if (done) return
  field.setRangeText(text, stretch.from, stretch.to, "end")
  field.dispatchEvent(new Event("input", { bubbles: true }))
}
