import type { Undo } from "./islands"

/** The wall's one menu leads on from the card whose button was pressed, by the verbs that work on such a thing. */
export function cardMenu(wall: HTMLElement): Undo {
  const fill = (event: Event) => {
    const button = (event.target as Element).closest("[popovertarget=card-menu]")
    const { asset, kind } = button?.closest<HTMLElement>("[data-asset]")?.dataset ?? {}
    if (asset && kind) leadOn(asset, kind)
  }
  wall.addEventListener("click", fill, { capture: true })
  return () => wall.removeEventListener("click", fill, { capture: true })
}

function leadOn(asset: string, kind: string): void {
  for (const link of document.querySelectorAll<HTMLAnchorElement>("#card-menu a[data-of]")) {
    const address = new URL(link.href)
    address.searchParams.set("with", asset)
    link.href = address.href
    link.hidden = link.dataset.of !== kind
  }
}
