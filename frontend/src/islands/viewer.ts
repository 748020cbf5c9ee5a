import { copyText } from "../lib/copying"
import { announce } from "../lib/dom"
import type { Undo } from "../lib/islands"
import { shortcuts } from "../lib/shortcuts"
import { throwAwayAndLeave } from "../lib/throwAway"
import { say } from "../lib/toasts"

const FRAME_SECONDS = 1 / 24

/** One picture or film: keys to the neighbours, frame by frame, the facts aside; the recipe to the clipboard; Delete with a way back. */
export function mount(viewer: HTMLElement): Undo {
  const film = viewer.querySelector("video")
  const deletes = viewer.querySelector<HTMLFormElement>("form[data-delete]")
  const recipe = viewer.querySelector<HTMLAnchorElement>("a[data-recipe]")
  const go = (rel: string) => viewer.querySelector<HTMLAnchorElement>(`a[rel=${rel}]`)?.click()
  const has = (rel: string) => () => document.activeElement !== film && viewer.querySelector(`a[rel=${rel}]`) !== null

  const remove = (event?: Event) => {
    event?.preventDefault()
    const { restored, back } = deletes?.dataset ?? {}
    if (deletes && restored && back) void throwAwayAndLeave(deletes.action, restored, back)
  }
  const copy = (event: MouseEvent) => {
    if (!recipe || event.metaKey || event.ctrlKey || event.shiftKey) return
    event.preventDefault()
    void copyRecipe(recipe.href)
  }
  const step = (frames: number) => () => {
    if (!film) return
    film.pause()
    film.currentTime = Math.max(0, Math.min(film.duration || 0, film.currentTime + frames * FRAME_SECONDS))
  }
  const played = film !== null
  const known = [
    { keys: "arrowleft", words: "The newer one", run: () => go("prev"), when: has("prev") },
    { keys: "arrowright", words: "The older one", run: () => go("next"), when: has("next") },
    { keys: "i", words: "Facts beside it, or not", run: () => void viewer.toggleAttribute("data-bare") },
    { keys: "delete", words: "Throw it away", run: () => remove() },
    ...(played
      ? [
          { keys: "k", words: "Play or pause", run: () => void (film.paused ? film.play() : film.pause()) },
          { keys: ",", words: "A frame back", run: step(-1) },
          { keys: ".", words: "A frame on", run: step(1) },
        ]
      : []),
  ].map((shortcut) => shortcuts.register({ group: played ? "Film" : "Picture", ...shortcut }))

  deletes?.addEventListener("submit", remove)
  recipe?.addEventListener("click", copy)
  return () => {
    for (const forget of known) forget()
    deletes?.removeEventListener("submit", remove)
    recipe?.removeEventListener("click", copy)
  }
}

async function copyRecipe(address: string): Promise<void> {
  try {
    const answer = await fetch(address)
    if (answer.ok && (await copyText(await answer.text()))) {
      say("The recipe is in your clipboard, as JSON.", {
        action: "Save it as a file",
        run: () => location.assign(address),
      })
      return announce("Copied")
    }
  } catch {
    // said below
  }
  say("It could not be copied.", { kind: "bad", action: "Save it as a file", run: () => location.assign(address) })
}
