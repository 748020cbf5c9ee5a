const THING = /\/studio\/assets\/([0-9a-f-]{36})\//

/** What the form is made from, as it would be sent: slot by slot, in their order. */
export function inputs(form: HTMLFormElement): string[][] {
  return [...form.querySelectorAll<HTMLInputElement>("[data-input] > input")].map(({ name, value }) => [name, value])
}

/** The asset that something dragged here leads to. */
export function draggedThing(addresses: string): string | undefined {
  return THING.exec(addresses)?.[1]
}
