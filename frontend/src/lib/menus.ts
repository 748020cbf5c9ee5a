const GAP = 6

/**
 * Menus are popovers. Where the browser can anchor them, CSS places them; elsewhere they are placed here when they open.
 * Arrows move within an open menu, Home and End to its ends.
 */
export function placeMenus(document: Document): void {
  let opener: Element | null = null
  document.addEventListener(
    "click",
    (event) => {
      opener = (event.target as Element).closest("[popovertarget]") ?? opener
    },
    true,
  )
  document.addEventListener(
    "toggle",
    (event) => {
      const menu = event.target as HTMLElement
      if (!menu.matches?.(".menu:popover-open")) return
      if (opener && !CSS.supports("position-area", "block-end")) place(menu, opener)
      if (opener?.matches(":focus-visible")) items(menu)[0]?.focus()
    },
    true,
  )
  document.addEventListener("keydown", (event) => {
    const menu = (event.target as Element).closest<HTMLElement>(".menu:popover-open")
    if (menu && move(menu, event.key)) event.preventDefault()
  })
}

function place(menu: HTMLElement, opener: Element): void {
  const button = opener.getBoundingClientRect()
  const { width, height } = menu.getBoundingClientRect()
  const below = button.bottom + GAP + height <= innerHeight
  menu.style.top = `${below ? button.bottom : Math.max(GAP, button.top - height - 2 * GAP)}px`
  menu.style.left = `${Math.max(GAP, Math.min(button.right - width, innerWidth - width - GAP))}px`
}

function items(menu: HTMLElement): HTMLElement[] {
  const all = menu.querySelectorAll<HTMLElement>("a[href], button:not(:disabled), input:not([type=hidden]), summary")
  return [...all].filter((item) => item.checkVisibility()) // what is folded away cannot take the focus: one would stand still
}

/** Which item comes next; false for keys that are none of a menu's. */
function move(menu: HTMLElement, key: string): boolean {
  const all = items(menu)
  const here = menu.ownerDocument.activeElement as HTMLElement
  const at = all.indexOf(here)
  if (here.matches("input") && (key === "Home" || key === "End")) return false // the ends of what is typed there
  const to = { ArrowDown: at + 1, ArrowUp: at < 0 ? -1 : at - 1, Home: 0, End: -1 }[key]
  if (to === undefined || all.length === 0) return false
  all.at(to % all.length)?.focus()
  return true
}
