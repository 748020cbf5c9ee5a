/**
 * What the composer and the parts inside its form (files, engine, menus) say to each other. Everything bubbles, so that a
 * part listens on `closest("form")` and never knows the others.
 *
 * - `composer:sending` (cancelable), from the composer just before it sends: a part that is not ready, as while a file is
 *   on its way, calls `preventDefault()` and says why in its own place.
 * - `composer:changed`, from a part: what would be sent has changed; the composer looks at itself again.
 * - `composer:attach`, with a file's `Chip`: it goes with the words, too.
 * - An element with `data-sendable` inside the form is enough to be sent without words.
 */
export const SENDING = "composer:sending"
export const CHANGED = "composer:changed"
export const ATTACH = "composer:attach"

/** Ask all parts whether this may go now. */
export function maySend(form: HTMLFormElement): boolean {
  return form.dispatchEvent(new CustomEvent(SENDING, { bubbles: true, cancelable: true }))
}

/** A part tells its composer that what would be sent is another thing now. */
export function changed(part: Element): void {
  part.closest("form")?.dispatchEvent(new CustomEvent(CHANGED, { bubbles: true }))
}
