import type { Undo } from "../islands"
import { shortcuts } from "../shortcuts"
import type { Acts } from "./acts"
import type { Choosing } from "./choosing"
import type { Hanging } from "./hanging"

const ARROWS = { ArrowLeft: 0, ArrowRight: 0, ArrowUp: 0, ArrowDown: 0, Home: 0, End: 0 }

/** Keys of the wall: arrows, Home and End move from card to card, Space chooses, a dot stars, digits rate. */
export function listenForMoves(wall: HTMLElement, hanging: () => Hanging, choosing: Choosing, acts: Acts): Undo {
  const inHand = () => {
    const card = document.activeElement?.closest<HTMLElement>(".card") ?? null
    return card && wall.contains(card) ? card : null
  }
  const pressed = (event: KeyboardEvent) => {
    const card = inHand()
    if (!card || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return
    if ((event.target as Element).closest(".menu")) return
    const id = card.dataset.asset
    if (event.key in ARROWS) {
      event.preventDefault()
      void move(card, event.key, event.shiftKey)
    } else if (event.key === " " && id && !(event.target as Element).matches("input, button")) {
      event.preventDefault()
      void choosing.press(id, event.shiftKey)
    }
  }
  const move = async (card: HTMLElement, key: string, through: boolean) => {
    const next = await hanging().near(card, key)
    const link = next?.querySelector<HTMLElement>("a[href], button")
    link?.focus({ preventScroll: true })
    next?.scrollIntoView({ block: "nearest" })
    if (through && next?.dataset.asset && card.dataset.asset)
      await choosing.reach(card.dataset.asset, next.dataset.asset)
  }
  /** With those chosen, else with the one in focus. */
  const act = (name: string, value: string) => {
    if (choosing.on && (choosing.chosen.size > 0 || choosing.asked.all)) return void choosing.do(name, value)
    const id = inHand()?.dataset.asset
    if (!id) return
    const refresh = () => void hanging().refresh([id])
    void acts.do(name, value, { ids: [id] }, refresh).then((done) => done && refresh())
  }
  const star = () => {
    const card = inHand()
    act(!choosing.on && card?.hasAttribute("data-starred") ? "unstar" : "star", "")
  }
  const may = () => choosing.chosen.size > 0 || inHand()?.dataset.asset !== undefined
  const known = [
    { keys: ".", words: "Star it, or those chosen; again takes the star away", run: star, when: may },
    ...[0, 1, 2, 3, 4, 5].map((rating) => ({
      keys: String(rating),
      words: rating ? `Rate it ${rating}` : "Take the rating away",
      run: () => act("rate", String(rating)),
      when: may,
    })),
  ].map((shortcut) => shortcuts.register({ group: "Studio", ...shortcut }))

  wall.addEventListener("keydown", pressed)
  return () => {
    for (const forget of known) forget()
    wall.removeEventListener("keydown", pressed)
  }
}
