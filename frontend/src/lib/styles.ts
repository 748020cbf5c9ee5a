/** The styles that are chosen in an order form, as data-worn says which ones the house has drawn it with. */
export function worn(form: HTMLFormElement): string {
  return ["preset", "guide"].map((name) => choice(form, name)?.value ?? "").join()
}

/** A style was chosen: set what comes with it. False: it was another choice. */
export function putOn(target: EventTarget | null | undefined, choose: (sets: Record<string, string>) => void): boolean {
  if (!(target instanceof HTMLSelectElement) || !["preset", "guide"].includes(target.name)) return false
  choose(JSON.parse(target.selectedOptions[0]?.dataset.sets ?? "{}") as Record<string, string>)
  return true
}

/** What is typed, between the words of the style that it is sent with. */
export function showTyped(form: HTMLFormElement, words: string): void {
  const place = form.querySelector<HTMLElement>("[data-typed]")
  if (place) place.textContent = words.trim() || (place.dataset.empty ?? "")
}

function choice(form: HTMLFormElement, name: string): HTMLSelectElement | null {
  return form.querySelector<HTMLSelectElement>(`select[name=${name}]`)
}
