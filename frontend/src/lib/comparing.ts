import type { Undo } from "./islands"

/** What is said below the engines while some are ticked. `usual`: who answers when it is left at fewer than two. */
export function comparedWords(ticked: number, most: number, usual: string): string {
  if (ticked > most) return `${most} engines at most. This one was left out: untick another one first.`
  if (ticked < 2) return `Tick two to ${most} engines; ${ticked} so far. With fewer than two, ${usual} answers.`
  return `${ticked} engines answer your next question, and each answer costs. After that, ${usual} again.`
}

/**
 * Several engines for the next question: the choices of the engine's menu are ticked instead of chosen. It is not kept, so
 * the house hears nothing of it before the question goes, and what comes back from there is as usual again. `tell`: what
 * would be sent is another thing now.
 */
export function compareIn(menu: HTMLElement, tell: () => void): Undo {
  const toggle = menu.querySelector<HTMLInputElement>("[data-compare]")
  const status = menu.querySelector<HTMLElement>("[data-compared]")
  if (!toggle || !status) return () => {}
  const most = Number(menu.dataset.most)
  const options = () => [...menu.querySelectorAll<HTMLInputElement>("input[name=engine]")]
  const ticked = () => options().filter((option) => option.checked && !option.disabled)
  const label = () => menu.ownerDocument.getElementById("engine-label")
  const on = () => menu.dataset.comparing !== undefined
  let engine = menu.dataset.engine
  let usual = menu.dataset.usual ?? ""

  const say = (words: string) => {
    status.textContent = words
    const count = ticked().length
    const chip = label()
    if (chip) chip.textContent = on() && count > 1 ? `Compare ${count} engines` : usual
  }
  const count = () => say(on() ? comparedWords(ticked().length, most, usual) : "")
  const turn = (to: boolean) => {
    if (to) {
      engine = ticked()[0]?.value ?? engine
      usual = label()?.textContent ?? usual
    }
    toggle.checked = to
    menu.toggleAttribute("data-comparing", to)
    for (const option of options()) {
      const alone = option.dataset.alone !== undefined
      const chosen = option.value === engine && !(to && alone)
      option.checked = false
      option.type = to ? "checkbox" : "radio"
      option.disabled = to && alone
      option.closest("label")?.toggleAttribute("hidden", to && alone)
      option.checked = chosen
    }
    count()
    tell()
  }
  const tick = (option: HTMLInputElement) => {
    const over = ticked().length > most
    if (over) option.checked = false
    say(comparedWords(over ? most + 1 : ticked().length, most, usual))
    tell()
  }
  // Before htmx, which would keep the choice for the conversation.
  const change = (event: Event) => {
    const field = event.target as HTMLInputElement
    if (field !== toggle && !(on() && field.name === "engine")) return
    event.stopPropagation()
    if (field === toggle) turn(toggle.checked)
    else tick(field)
  }
  const close = (event: Event) => {
    if ((event as ToggleEvent).newState === "closed" && on() && ticked().length < 2) turn(false)
  }

  count()
  menu.addEventListener("change", change, { capture: true })
  menu.addEventListener("toggle", close)
  return () => {
    menu.removeEventListener("change", change, { capture: true })
    menu.removeEventListener("toggle", close)
  }
}
