/**
 * A link in an answer opens beside the conversation, not in its place. Both renderers write plain links, so it is decided
 * at the click; `rel` (noopener) stands in their markup.
 */
export function openLinksBeside(document: Document): void {
  document.addEventListener(
    "click",
    (event) => {
      const link = (event.target as Element).closest<HTMLAnchorElement>(".answer a[href^='http']")
      if (link && link.host !== location.host) link.target = "_blank"
    },
    { capture: true },
  )
}
