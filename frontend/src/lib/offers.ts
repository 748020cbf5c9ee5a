import { askShape } from "./askedShape"
import type { Chip } from "./attaching"
import { before, blanksOf, matching, type Wanted } from "./choosing"
import { ATTACH } from "./composing"
import { csrfToken } from "./csrf"
import { make } from "./dom"

/** One thing to choose. `take` gives what stands in the place of what was typed, and which blanks of it are to be filled. */
export interface Offer {
  label: string
  about: string
  icon: string
  take(): { text: string; blanks: string[] }
}

export interface Group {
  name: string
  offers: Offer[]
}

interface Prompt {
  id: string
  name: string
  text: string
  shaped: boolean
  used: string
}

const NOTHING = { text: "", blanks: [] }
const fetched = new Map<string, { at: number; data: Promise<unknown> }>()

/** What fits what was typed; none when nothing does. Rejects when it cannot be fetched. */
export async function offersFor(form: HTMLFormElement, wanted: Wanted, rest: string): Promise<Group[]> {
  const groups = wanted.sign === "/" ? await prompts(form, wanted.said, rest) : await others(form, wanted.said)
  return groups.filter((group) => group.offers.length > 0)
}

async function prompts(form: HTMLFormElement, said: string, rest: string): Promise<Group[]> {
  const data = await fetchOnce<{ prompts: Prompt[]; keep: string }>(form.dataset.prompts, 60_000)
  const offers = data.prompts.map((prompt) => ({
    label: prompt.name,
    about: prompt.shaped ? `In a shape. ${prompt.text}` : prompt.text,
    icon: prompt.shaped ? "columns" : "star",
    take: () => {
      askShape(form, prompt.shaped ? prompt : undefined)
      void fetch(prompt.used, { method: "POST", headers: { "X-CSRFToken": csrfToken() }, keepalive: true })
      return { text: before(prompt.text, rest), blanks: blanksOf(prompt.text) }
    },
  }))
  const fits = matching(offers, said)
  if (said && fits.length === 0) return []
  const typed = rest.trim()
  const keep: Offer = {
    label: typed ? "Keep what I typed as a prompt" : "Make a new prompt",
    about: "",
    icon: "plus",
    take: () => {
      begin(data.keep, typed)
      return NOTHING
    },
  }
  return [
    { name: "Your prompts", offers: fits },
    { name: "More", offers: [keep] },
  ]
}

async function others(form: HTMLFormElement, said: string): Promise<Group[]> {
  const files = await fetchOnce<{ files: Chip[] }>(form.dataset.files, 5_000)
  return [
    { name: "Who answers", offers: matching(engines(form), said) },
    {
      name: "Files here",
      offers: matching(
        files.files.map((file) => attached(form, file)),
        said,
      ),
    },
  ]
}

/** Those of the engine's own menu, in which choosing sets them, too. */
function engines(form: HTMLFormElement): Offer[] {
  return [...form.querySelectorAll<HTMLInputElement>("input[type=radio][name=engine]")].map((radio) => ({
    label: radio.parentElement?.querySelector("b")?.textContent ?? radio.value,
    about: radio.parentElement?.querySelector("small")?.textContent ?? "",
    icon: "auto",
    take: () => {
      radio.checked = true
      radio.dispatchEvent(new Event("change", { bubbles: true }))
      return NOTHING
    },
  }))
}

function attached(form: HTMLFormElement, file: Chip): Offer {
  return {
    label: file.name,
    about: file.about,
    icon: file.kind === "picture" ? "picture" : "file",
    take: () => {
      form.dispatchEvent(new CustomEvent<Chip>(ATTACH, { detail: file }))
      return NOTHING
    },
  }
}

/** To the page of prompts, with these words in its form: a POST, as an address has no room for many. */
function begin(address: string, text: string): void {
  const fields = { csrfmiddlewaretoken: csrfToken(), begin: "1", text }
  const inputs = Object.entries(fields).map(([name, value]) => {
    const input = make("input", { type: "hidden", name })
    input.value = value
    return input
  })
  const form = make("form", { method: "post", action: address, hidden: true }, ...inputs)
  document.body.append(form)
  form.submit()
}

function fetchOnce<Data>(address = "", milliseconds = 0): Promise<Data> {
  const kept = fetched.get(address)
  if (kept && performance.now() - kept.at < milliseconds) return kept.data as Promise<Data>
  const data = fetch(address, { headers: { Accept: "application/json" } }).then((answer) => {
    if (!answer.ok) throw new Error(`${address}: ${answer.status}`)
    return answer.json()
  })
  fetched.set(address, { at: performance.now(), data })
  data.catch(() => fetched.delete(address))
  return data
}
