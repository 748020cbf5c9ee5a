const GONE = "Not shown any more: somebody in it has taken their consent back."

/** Take everything down that shows this thing, wherever it stands in this page: somebody in it does not agree any more. */
export function takeDown(page: Document, id: string): void {
  if (!/^[\w-]+$/.test(id)) return
  for (const card of page.querySelectorAll(`.card[data-asset="${id}"]`)) card.remove()
  for (const attribute of ["src", "poster"])
    for (const shown of page.querySelectorAll<HTMLElement>(`:is(img, video)[${attribute}*="/${id}/"]`)) empty(shown)
  for (const viewer of page.querySelectorAll<HTMLElement>(`[data-asset="${id}"]`)) viewer.dataset.withheld = ""
}

/** The bytes are let go of, too: a film goes on playing from what it has. */
function empty(shown: HTMLElement): void {
  const words = shown.ownerDocument.createElement("span")
  words.className = "withheld"
  words.role = "status"
  words.textContent = GONE
  shown.replaceWith(words)
  if (shown instanceof HTMLMediaElement) shown.pause()
  for (const attribute of ["src", "srcset", "poster"]) shown.removeAttribute(attribute)
  if (shown instanceof HTMLMediaElement) shown.load()
}
