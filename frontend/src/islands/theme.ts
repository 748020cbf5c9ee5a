import type { Undo } from "../lib/islands"
import { choose, current, isTheme } from "../lib/theme"

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
  }
  show()
  element.addEventListener("click", press)
  return () => element.removeEventListener("click", press)
}
