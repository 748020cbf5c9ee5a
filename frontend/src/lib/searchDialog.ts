import { ask } from "./dialogs"
import { announce, icon, make } from "./dom"
import { followFinds } from "./found"
import { sentenceFor } from "./htmx"
import { complete, type Known, suggest } from "./suggest"

const AGAIN_MS = 2500 // what was written just now is not in the index yet: nothing found is asked once more
const PAUSE_MS = 160 // between the last letter and the question
let open = false

/** The search over any page of the parlour: type, arrows, Enter. */
export async function openSearch(): Promise<void> {
  if (open) return
  open = true
  const field = make("input", {
    type: "search",
    name: "q",
    placeholder: "Search your conversations",
    autocomplete: "off",
    maxlength: "400",
    "aria-label": "Search your conversations",
    autofocus: true,
  })
  const hints = make("p", { class: "chips search-hints" })
  const place = make("div", { class: "search-found" })
  const form = make("form", { role: "search", action: "/search/", method: "get" })
  form.append(make("label", { class: "search" }, icon("search"), field), hints)
  const dialog = make("dialog", { class: "dialog search-dialog", "aria-label": "Search" }, form, place)
  document.body.append(dialog)

  const known = choices()
  let timer: ReturnType<typeof setTimeout> | undefined
  let asking: AbortController | undefined
  const look = async (again = true) => {
    asking?.abort()
    asking = new AbortController()
    const { signal } = asking
    place.setAttribute("aria-busy", "true")
    try {
      const answer = await fetch(`/search/?q=${encodeURIComponent(field.value)}`, {
        headers: { "X-Fragment": "1" },
        signal,
      })
      if (!answer.ok && answer.status !== 422) throw new Error(sentenceFor(answer.status))
      place.innerHTML = await answer.text() // our own markup, made by the server
      const count = place.querySelectorAll(".found-in").length
      if (again && place.querySelector(".found-nothing")) timer = setTimeout(() => void look(false), AGAIN_MS)
      if (field.value.trim()) announce(count ? `Found in ${count} conversations.` : "Nothing found.")
    } catch (error) {
      if (signal.aborted) return
      const words =
        error instanceof TypeError
          ? "No connection. What you typed stays; try again in a moment."
          : (error as Error).message
      place.replaceChildren(make("p", { class: "wrong", role: "alert" }, words))
    } finally {
      if (!signal.aborted) place.removeAttribute("aria-busy")
    }
  }
  const put = (value: string) => {
    field.value = value
    field.focus()
    typed(0)
  }
  const typed = (pause: number) => {
    clearTimeout(timer)
    timer = setTimeout(() => void look(), pause)
    void known.then((all) => {
      hints.replaceChildren(
        ...suggest(field.value, all).map((each) => {
          const chip = make("button", { class: "chip", type: "button" }, each)
          chip.addEventListener("click", () => put(complete(field.value, each)))
          return chip
        }),
      )
    })
  }
  field.addEventListener("input", () => typed(PAUSE_MS))
  form.addEventListener("submit", (event) => {
    event.preventDefault()
    clearTimeout(timer)
    const first = place.querySelector<HTMLElement>("a.found-hit") ?? place.querySelector<HTMLElement>("a[data-found]")
    if (place.hasAttribute("aria-busy") || !first) void look()
    else first.click()
  })
  place.addEventListener("click", (event) => {
    const target = event.target as Element
    const chip = target.closest<HTMLElement>("[data-ask], [data-add]")
    if (!chip) return
    event.preventDefault()
    put(chip.dataset.ask ?? `${field.value.trimEnd()} ${chip.dataset.add}`.trimStart())
  })
  const leave = followFinds(dialog, field)
  typed(0)
  await ask(dialog)
  clearTimeout(timer)
  asking?.abort()
  leave()
  dialog.remove()
  open = false
}

function choices(): Promise<Known> {
  const nothing: Known = { projects: [], tags: [] }
  return fetch("/c/choices/", { headers: { Accept: "application/json" } })
    .then((answer) => (answer.ok ? (answer.json() as Promise<Known>) : nothing))
    .catch(() => nothing)
}
