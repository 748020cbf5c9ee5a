/** Ask for the answer in the shape of this prompt, or, without one, in words. The chip stands in _asked_shape.html. */
export function askShape(form: HTMLFormElement, prompt?: { id: string; name: string }): void {
  const chip = form.querySelector<HTMLElement>(".asked-shape")
  const field = chip?.querySelector("input")
  const name = chip?.querySelector("[data-shape-name]")
  if (!chip || !field || !name) return
  chip.hidden = !prompt
  field.disabled = !prompt
  field.value = prompt?.id ?? ""
  name.textContent = prompt?.name ?? ""
}
