/**
 * The server's fresh composer takes the old one's place around the field one types in: form and field live on, so that
 * nothing typed, no caret and no composition is lost while an answer to an earlier Enter comes. Returns the fresh field.
 */
export function renew(form: HTMLFormElement, fresh: HTMLFormElement): HTMLTextAreaElement | null {
  const field = form.querySelector("textarea")
  const freshField = fresh.querySelector("textarea")
  if (!field || !freshField || field.parentElement !== form || freshField.parentElement !== fresh) return null
  wear(form, fresh)
  wear(field, freshField)
  for (const child of [...form.childNodes]) if (child !== field) child.remove()
  const [before, after] = [[] as ChildNode[], [] as ChildNode[]]
  let side = before
  for (const child of [...fresh.childNodes]) {
    if (child === freshField) side = after
    else side.push(child)
  }
  field.before(...before)
  field.after(...after)
  return freshField
}

/** Marks of this page's own (an island that is alive, htmx' classes) stay; all else is as the server says. */
function wear(element: Element, fresh: Element): void {
  const own = new Set(["data-alive", "data-writing", "data-sending", "class", "autofocus"])
  for (const { name } of [...element.attributes]) {
    if (!own.has(name) && !fresh.hasAttribute(name)) element.removeAttribute(name)
  }
  for (const { name, value } of [...fresh.attributes]) {
    if (!own.has(name) && name !== "hx-swap-oob") element.setAttribute(name, value)
  }
}

/** What came back and what was typed meanwhile, one after the other. */
export function together(back: string, typed: string): string {
  return back && typed ? `${back}\n\n${typed}` : back || typed
}
