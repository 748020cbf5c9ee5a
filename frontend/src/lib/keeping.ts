import { csrfToken } from "./csrf"
import { announce } from "./dom"
import { sentenceFor } from "./htmx"
import { shortcuts } from "./shortcuts"
import { say } from "./toasts"

/** What is done with conversations, in the words of `POST /c/keep/`. */
export interface Command {
  do: string
  ids: string[]
  project?: string
  tag?: string
}
interface Told {
  sentence: string
  undo: Command[]
}

const ADDRESS = "/c/keep/"
const LATER = "salon:kept"
export const CHANGED = "conversations:changed"

/** Do it, say what was done, and offer the way back while the words stand. False: it was not done, and that is said. */
export async function keep(...commands: Command[]): Promise<boolean> {
  const done: Told[] = []
  for (const command of commands) {
    const told = await sent(command)
    if (!told) return false
    done.push(told)
  }
  const sentence = done.at(-1)?.sentence ?? ""
  const undo = done.flatMap((each) => each.undo).reverse()
  const gone = commands.some((command) => command.do === "delete" && command.ids.includes(shownNow()))
  if (gone) {
    sessionStorage.setItem(LATER, JSON.stringify({ sentence, undo }))
    location.assign("/")
    return true
  }
  offer(sentence, undo)
  document.dispatchEvent(new CustomEvent(CHANGED))
  return true
}

/** What the page before left to be said here: its conversation was deleted from its own row. */
export function toldLater(): void {
  const kept = sessionStorage.getItem(LATER)
  if (!kept) return
  sessionStorage.removeItem(LATER)
  const { sentence, undo } = JSON.parse(kept) as Told
  offer(sentence, undo)
}

/** The conversation on this page, or nothing. */
export function shownNow(): string {
  return /^\/c\/([0-9a-f-]{36})\//.exec(location.pathname)?.[1] ?? ""
}

let before = () => {} // only the last thing done is offered back

function offer(sentence: string, undo: Command[]): void {
  before()
  announce(sentence)
  if (undo.length === 0) {
    say(sentence)
    return
  }
  const back = () => void takeBack(undo)
  const keys = ["u", "mod+z"].map((key) =>
    shortcuts.register({
      keys: key,
      words: "Undo what was just done",
      group: "Conversations",
      run: () => {
        leave()
        back()
      },
      when: () =>
        !(document.activeElement as HTMLElement | null)?.matches("textarea, input[type=text], input:not([type])"),
    }),
  )
  const leave = say(sentence, {
    action: "Undo",
    run: back,
    gone: () => {
      for (const forget of keys) forget()
    },
  })
  before = leave
}

async function takeBack(undo: Command[]): Promise<void> {
  for (const command of undo) if (!(await sent(command))) return
  announce("Undone.")
  say("Undone.")
  document.dispatchEvent(new CustomEvent(CHANGED))
}

async function sent(command: Command): Promise<Told | undefined> {
  const body = new URLSearchParams({ do: command.do, project: command.project ?? "", tag: command.tag ?? "" })
  for (const id of command.ids) body.append("ids", id)
  const headers = { "X-CSRFToken": csrfToken(), Accept: "application/json" }
  try {
    const answer = await fetch(ADDRESS, { method: "POST", headers, body })
    if (answer.ok) return (await answer.json()) as Told
    say(answer.status === 422 ? ((await answer.json()) as Told).sentence : sentenceFor(answer.status), { kind: "bad" })
  } catch {
    say("No connection. Nothing was changed; try again in a moment.", { kind: "bad" })
  }
  return undefined
}
