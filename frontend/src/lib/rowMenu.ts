import { csrfToken } from "./csrf"
import { make } from "./dom"
import { sentenceFor } from "./htmx"
import type { Undo } from "./islands"
import { CHANGED, type Command, keep } from "./keeping"
import { fillKeyNames } from "./keyNames"
import type { Selecting } from "./selecting"
import { say } from "./toasts"

const MENU = "row-menu"

/**
 * The menu of a row: opened by its button (mouse, thumb), by the context key or Shift F10 on the row. F2 renames, Delete
 * deletes. What it holds is fetched when it opens, so that it says how things stand.
 */
export function listenForRowMenus(list: HTMLElement, selecting: Selecting): Undo {
  const menu = theMenu()
  let row: HTMLElement | null = null

  const fill = async (button: HTMLElement, stay = false) => {
    row = button.closest("[data-row]")
    if (!stay) menu.replaceChildren(make("p", { class: "tiny faint" }, "One moment…"))
    try {
      const answer = await fetch(button.dataset.menuOf ?? "", { headers: { "X-Fragment": "1" } })
      if (!answer.ok) throw new Error(sentenceFor(answer.status))
      menu.innerHTML = await answer.text() // our own markup, made by the server
      fillKeyNames(menu)
      menu.querySelector<HTMLElement>(stay ? "input[name=tag].input" : "button:not([hidden])")?.focus()
    } catch (error) {
      const words = error instanceof TypeError ? "No connection. Try again in a moment." : (error as Error).message
      menu.replaceChildren(make("p", { class: "tiny" }, words))
    }
  }
  const clicked = (event: Event) => {
    const button = (event.target as Element).closest<HTMLElement>("button[data-menu-of]")
    if (button) void fill(button)
  }
  const pressed = (event: KeyboardEvent) => {
    const on = (event.target as Element).closest<HTMLElement>("[data-row]")
    if (!on || !(event.target as Element).matches(".list-item > a")) return
    const asksMenu = event.key === "ContextMenu" || (event.key === "F10" && event.shiftKey)
    if (asksMenu) on.querySelector<HTMLElement>("button[data-menu-of]")?.click()
    else if (event.key === "F2") rename(on)
    else if (event.key === "Delete") void keep({ do: "delete", ids: [on.dataset.row ?? ""] })
    else return
    event.preventDefault()
  }
  const chosen = (event: Event) => {
    const target = event.target as Element
    if (!row) return
    if (target.closest("[data-rename]")) rename(row)
    else if (target.closest("[data-select]")) selecting.begin(row.dataset.row)
    else return
    menu.hidePopover()
  }
  const sent = (event: SubmitEvent) => {
    const form = event.target as HTMLFormElement
    if (!form.matches("[data-keep]")) return
    event.preventDefault()
    void keep(commandOf(form, event.submitter)).then((done) => {
      if (!done) return
      const opener = row?.querySelector<HTMLElement>("button[data-menu-of]")
      if (form.matches("[data-stay]") && opener) void fill(opener, true)
      else menu.hidePopover()
    })
  }
  const changed = (event: Event) =>
    (event.target as Element).closest<HTMLFormElement>("[data-on-change]")?.requestSubmit()

  // A list that was on its way when the menu opened, or a title was begun, would take the row away under it: it is fetched
  // again when that is over.
  let late = false
  const arriving = (event: Event) => {
    const inHand = menu.hasAttribute("data-open") || list.querySelector("input[name=title]")
    if (!inHand || !(event.target as Element).contains(list.querySelector("[data-row]"))) return
    ;(event as CustomEvent<{ shouldSwap: boolean }>).detail.shouldSwap = false
    late = true
  }
  const letGo = () => {
    if (late) document.dispatchEvent(new CustomEvent(CHANGED))
    late = false
  }
  const toggled = (event: Event) => {
    const open = (event as ToggleEvent).newState === "open"
    menu.toggleAttribute("data-open", open)
    if (!open) letGo()
  }

  menu.addEventListener("beforetoggle", toggled)
  list.addEventListener("htmx:beforeSwap", arriving)
  list.addEventListener("focusout", letGo)
  list.addEventListener("click", clicked)
  list.addEventListener("keydown", pressed)
  menu.addEventListener("click", chosen)
  menu.addEventListener("submit", sent)
  menu.addEventListener("change", changed)
  return () => {
    menu.removeEventListener("beforetoggle", toggled)
    list.removeEventListener("htmx:beforeSwap", arriving)
    list.removeEventListener("focusout", letGo)
    list.removeEventListener("click", clicked)
    list.removeEventListener("keydown", pressed)
    menu.removeEventListener("click", chosen)
    menu.removeEventListener("submit", sent)
    menu.removeEventListener("change", changed)
  }
}

/** One menu serves every row of the page; house.html has it. */
function theMenu(): HTMLElement {
  return document.getElementById(MENU) ?? make("div", { class: "menu", id: MENU, popover: true })
}

function commandOf(form: HTMLFormElement, submitter: HTMLElement | null): Command {
  const said = new FormData(form, submitter)
  const text = (name: string) => String(said.get(name) ?? "")
  return { do: text("do"), ids: said.getAll("ids").map(String), project: text("project"), tag: text("tag") }
}

/** The title in the row becomes a field: Enter keeps it, Escape and leaving with nothing changed do not. */
export function rename(row: HTMLElement): void {
  const link = row.querySelector<HTMLElement>(":scope > a")
  const title = link?.querySelector(".title")?.textContent ?? ""
  if (!link || row.querySelector("input[name=title]")) return
  const field = make("input", { class: "input", name: "title", value: title, maxlength: "120", "aria-label": "Title" })
  let over = false // a field that goes is left, and would be saved a second time
  const done = (focus: boolean) => {
    over = true
    field.remove()
    link.hidden = false
    if (focus) link.focus()
  }
  const save = async (focus: boolean) => {
    const words = field.value.trim()
    done(focus)
    if (!words || words === title) return
    const shown = link.querySelector(".title")
    if (shown) shown.textContent = words
    if (!(await post(`/c/${row.dataset.row}/rename/`, words)) && shown) shown.textContent = title
    document.dispatchEvent(new CustomEvent(CHANGED))
  }
  field.addEventListener("keydown", (event) => {
    event.stopPropagation()
    if (event.isComposing) return
    if (event.key === "Enter") void save(true)
    if (event.key === "Escape") done(true)
  })
  field.addEventListener("blur", () => over || void save(false))
  link.hidden = true
  row.prepend(field)
  field.select()
}

async function post(address: string, title: string): Promise<boolean> {
  const headers = { "X-CSRFToken": csrfToken(), "HX-Request": "true" }
  try {
    const answer = await fetch(address, { method: "POST", headers, body: new URLSearchParams({ title }) })
    if (!answer.ok) say(sentenceFor(answer.status), { kind: "bad" })
    return answer.ok
  } catch {
    say("No connection. The old title stays.", { kind: "bad" })
    return false
  }
}
