import htmx from "htmx.org"
import { CHANGED } from "../lib/composing"
import { expecting, type Known, tokensOf } from "../lib/expecting"
import type { Undo } from "../lib/islands"

/** The quiet line: how full the engine's window is and what the answer will probably cost and take, while one types. */
export function mount(gauge: HTMLElement): Undo {
  const form = gauge.closest("form")
  const words = form?.querySelector<HTMLTextAreaElement>("textarea[name=text]")
  if (!form || !words) return () => {}
  const known = read(gauge.dataset)
  const context = gauge.querySelector<HTMLElement>("[data-context]")
  const cost = gauge.querySelector<HTMLElement>("[data-cost]")
  const ring = gauge.querySelector("[data-ring]")

  const several = () => form.querySelectorAll("input[name=engine]:checked:not(:disabled)").length
  const say = () => {
    let files = 0
    for (const each of form.querySelectorAll<HTMLElement>("[data-tokens]")) files += Number(each.dataset.tokens) || 0
    const expected = expecting(known, tokensOf(words.value) + files)
    if (context) context.textContent = expected.context
    if (cost) cost.textContent = several() > 1 ? `${several()} answers, each at its engine’s price` : expected.cost
    ring?.setAttribute("stroke-dasharray", `${expected.percent} 100`)
    gauge.toggleAttribute("data-near", expected.near)
  }
  const changed = () => {
    const chosen = new FormData(form)
    const { engine, effort, usedBytes, address } = gauge.dataset
    const now = { engine: String(chosen.get("engine") ?? engine), effort: String(chosen.get("effort") ?? effort) }
    if (!address || several() > 1 || (now.engine === engine && now.effort === effort)) return say()
    const values = { ...now, used: usedBytes ?? "0" }
    htmx.ajax("get", address, { source: gauge, target: gauge, swap: "outerHTML", values }).catch(() => {})
  }

  say()
  words.addEventListener("input", say)
  form.addEventListener(CHANGED, changed)
  form.addEventListener("change", changed)
  return () => {
    words.removeEventListener("input", say)
    form.removeEventListener(CHANGED, changed)
    form.removeEventListener("change", changed)
  }
}

function read({ used, window: size, prompt, completion, ranges, known }: DOMStringMap): Known {
  return {
    used: Number(used),
    window: Number(size),
    prompt: Number(prompt),
    completion: Number(completion),
    known: known !== undefined,
    ranges: JSON.parse(ranges ?? "[]"),
  }
}
