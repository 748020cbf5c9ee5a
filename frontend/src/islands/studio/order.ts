import { type Limits, nearest, taken } from "../../lib/choices"
import { announce } from "../../lib/dom"
import { Drafts } from "../../lib/drafts"
import { inputs } from "../../lib/given"
import { IntentionKeys } from "../../lib/idempotency"
import { improving } from "../../lib/improving"
import type { Undo } from "../../lib/islands"
import { lastPrompts } from "../../lib/lastPrompts"
import { ratioOf } from "../../lib/shape"
import { shortcuts } from "../../lib/shortcuts"
import { renew, slots } from "../../lib/slots"
import { putOn, showTyped, worn } from "../../lib/styles"
import { tab } from "../../lib/tab"

const keys = new IntentionKeys(sessionStorage)
const drafts = new Drafts(sessionStorage)
let first = true

interface Answered {
  successful: boolean
  requestConfig: { elt: Element }
}

/**
 * The bench. Only what the chosen engine takes can be chosen; the price follows each choice (htmx asks for it). What was
 * typed stays until the house has it, also through a reload; one intention is one order, however often it is clicked.
 */
export function mount(element: HTMLElement): Undo {
  const form = element as HTMLFormElement
  const words = form.querySelector<HTMLTextAreaElement>("textarea[name=prompt]")
  const key = form.querySelector<HTMLInputElement>("input[name=key]")
  if (!words || !key) return () => {}
  const verb = form.dataset.verb ?? ""
  const limits = JSON.parse(form.dataset.limits ?? "{}") as Limits

  let sent = ""
  const typed = () => {
    drafts.words = words.value
    showTyped(form, words.value)
  }
  const keep = () => {
    drafts.words = words.value
    drafts.keepChoices(verb, choices(form))
  }
  const chosen = (event?: Event) => {
    const before = JSON.stringify(choices(form))
    const style = putOn(event?.target, (sets) => choose(form, sets))
    offerWhatIsTaken(form, limits)
    drafts.keepChoices(verb, choices(form))
    // Another engine may have a use for other slots; another style has other words, and may have pictures.
    const engine = (event?.target as Element | undefined)?.matches("select[name=engine]")
    if (style || (engine && form.querySelector("[data-slot]"))) {
      event?.stopPropagation()
      keep()
      renew(form)
    }
    return JSON.stringify(choices(form)) !== before
  }
  const submitted = () => {
    sent = words.value
    key.value = keys.keyFor(`order:${verb}`, JSON.stringify([words.value, choices(form), inputs(form)]))
  }
  const answered = (event: Event) => {
    const { successful, requestConfig } = (event as CustomEvent<Answered>).detail
    if (requestConfig.elt !== form || !successful) return
    keys.arrived(`order:${verb}`)
    if (words.value === sent) drafts.words = ""
    document.getElementById("improve")?.replaceChildren()
    announce("Ordered. It hangs on the wall below and in the tray.")
  }

  // An old order that is to be repeated brings its own words and choices; else what was written or chosen last counts,
  // also what was while an order was on its way.
  const repeats = first && new URLSearchParams(location.search).has("again")
  first = false
  if (!repeats && !words.value) words.value = drafts.words
  if (!repeats && choose(form, drafts.choices(verb))) askPrice(form)
  if (words.getAttribute("aria-invalid") === "true") words.focus()
  if (chosen()) askPrice(form)
  showTyped(form, words.value)
  if (worn(form) !== form.dataset.worn) renew(form)
  words.addEventListener("input", typed)
  form.addEventListener("change", chosen, { capture: true }) // before htmx asks for the price
  form.addEventListener("submit", submitted, { capture: true })
  document.body.addEventListener("htmx:afterRequest", answered)
  const forget = shortcuts.register({
    keys: "mod+enter",
    words: "Order what is on the bench",
    group: "Studio",
    run: () => form.requestSubmit(),
  })
  // What lies here is nobody's to use any more: the house says so in the form, and closes it.
  let closing = false
  const forgetBells = tab.onWake((topic, id) => {
    if (closing || topic !== "withheld" || !form.querySelector(`[data-input="${CSS.escape(id)}"]`)) return
    closing = true
    keep()
    renew(form)
  })
  const letGo = [slots(form, keep), improving(form, words), lastPrompts(words, form.dataset.prompts ?? "")]
  return () => {
    forget()
    forgetBells()
    for (const undo of letGo) undo()
    document.body.removeEventListener("htmx:afterRequest", answered)
  }
}

function selects(form: HTMLFormElement): HTMLSelectElement[] {
  return [...form.querySelectorAll("select")]
}

function choices(form: HTMLFormElement): Record<string, string> {
  return Object.fromEntries(selects(form).map(({ name, value }) => [name, value]))
}

/** Choose again what was chosen before; true when that changed anything. */
function choose(form: HTMLFormElement, wanted: Record<string, string>): boolean {
  let changed = false
  for (const select of selects(form)) {
    const value = wanted[select.name]
    if (value === undefined || value === select.value || !holds(select, value)) continue
    select.value = value
    changed = true
  }
  return changed
}

function holds(select: HTMLSelectElement, value: string): boolean {
  return [...select.options].some((option) => option.value === value)
}

/** Options the engine does not take cannot be chosen; a chosen one gives way to the nearest; a chip without any goes. */
function offerWhatIsTaken(form: HTMLFormElement, limits: Limits): void {
  const engine = form.querySelector<HTMLSelectElement>("select[name=engine]")?.value ?? ""
  for (const select of selects(form)) {
    const offered = taken(limits, engine, select.name)
    if (!offered) continue
    for (const option of select.options) option.hidden = option.disabled = !offered.includes(option.value)
    const chip = select.closest<HTMLElement>("[data-chip]")
    if (chip) chip.hidden = select.disabled = offered.length === 0
    const value = nearest(offered, select.value)
    if (value !== undefined && value !== select.value) select.value = value
  }
  const ratio = ratioOf(
    form.querySelector<HTMLSelectElement>("select[name=ratio]")?.value || (form.dataset.follows ?? ""),
  )
  if (ratio) form.querySelector<HTMLElement>(".shape")?.style.setProperty("--ratio", ratio.toFixed(3))
}

function askPrice(form: HTMLFormElement): void {
  form.querySelector(".prompt-foot")?.dispatchEvent(new Event("change"))
}
