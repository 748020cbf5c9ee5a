import { csrfToken } from "../lib/csrf"
import type { Undo } from "../lib/islands"
import { choose, current, isTheme, type Theme } from "../lib/theme"

/** The switch between paper, charcoal and what the system says: buttons with data-theme-choice. */
export function mount(element: HTMLElement): Undo {
  const buttons = [...element.querySelectorAll<HTMLElement>("[data-theme-choice]")]
  const show = () => {
    const theme = current(document.documentElement)
    for (const button of buttons) button.setAttribute("aria-pressed", String(button.dataset.themeChoice === theme))
  }
  const press = (event: Event) => {
    const choice = (event.target as Element).closest<HTMLElement>("[data-theme-choice]")?.dataset.themeChoice
    if (!isTheme(choice)) return
    choose(choice, document)
    show()
    void keep(choice, element.dataset.keep)
  }
  show()
  element.addEventListener("click", press)
  return () => element.removeEventListener("click", press)
}

/** With the account, so that other devices know. Here the cookie is enough: a lost answer changes nothing one can see. */
async function keep(theme: Theme, address: string | undefined): Promise<void> {
  if (!address) return
  const body = new URLSearchParams({ theme })
  await fetch(address, { method: "POST", body, headers: { "X-CSRFToken": csrfToken() } }).catch(() => {})
}
