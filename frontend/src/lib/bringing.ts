import { icon, make } from "./dom"

/** What calls itself a picture and is none. */
export function unseen(event: Event): void {
  if (event.target instanceof HTMLImageElement) event.target.replaceWith(icon("file"))
}

/** The page that a refusal names is a way there. */
export function link(chip: HTMLElement, address: string): void {
  const says = chip.querySelector<HTMLElement>("[data-about]")
  const [before = "", after] = says?.textContent?.split("“Consents”") ?? []
  if (after !== undefined) says?.replaceChildren(before, make("a", { href: address }, "“Consents”"), after)
}
