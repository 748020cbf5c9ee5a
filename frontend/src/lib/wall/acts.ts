import { csrfToken } from "../csrf"
import { announce } from "../dom"
import { sentenceFor } from "../htmx"
import { say } from "../toasts"

const MOST_SHARED = 50 // studio.sharing.shares.MOST

/** Which things: these, or all that was searched for. */
export interface Chosen {
  ids: string[]
  all?: boolean
}
interface Done {
  count: number
  sentence: string
  undo: string
  problem?: string
}

/** What is done with things of the wall, in the words of `POST /studio/wall/many/`. */
export class Acts {
  constructor(private readonly wall: HTMLElement) {}

  /** Do it, say so, and offer the one way back. `back` is run after that. False: it was not done, and that is said. */
  async do(act: string, value: string, chosen: Chosen, back: () => void): Promise<boolean> {
    const done = await this.#post(this.wall.dataset.many ?? "", { do: act, value, ...this.#fields(chosen) })
    if (!done) return false
    announce(done.sentence)
    if (!done.undo) say(done.sentence)
    else say(done.sentence, { action: "Undo", run: () => void this.#undo(done.undo, back) })
    return true
  }

  /** A form of its own: it answers with a file, and the browser shows how far it is. */
  download(chosen: Chosen): void {
    const form = document.createElement("form")
    form.method = "post"
    form.action = this.wall.dataset.zip ?? ""
    form.hidden = true
    for (const [name, value] of Object.entries({ ...this.#fields(chosen), csrfmiddlewaretoken: csrfToken() })) {
      const field = document.createElement("input")
      Object.assign(field, { type: "hidden", name, value })
      form.append(field)
    }
    document.body.append(form)
    form.submit()
    form.remove()
  }

  /** To the page that makes a link. It shows so many at most, which are named: never all that was found, unseen. */
  share(ids: string[], all: boolean): void {
    if (all || ids.length > MOST_SHARED) {
      say(`A link shows at most ${MOST_SHARED} things. Choose fewer, one by one or with Shift.`, { kind: "bad" })
      return
    }
    location.assign(`${this.wall.dataset.share ?? ""}?${new URLSearchParams(ids.map((id) => ["asset", id]))}`)
  }

  #fields({ ids, all }: Chosen): Record<string, string> {
    return all ? { all: "1", q: this.wall.dataset.said ?? "" } : { ids: ids.join(",") }
  }

  async #undo(undo: string, back: () => void): Promise<void> {
    if (!(await this.#post(this.wall.dataset.undo ?? "", { undo }))) return
    announce("Undone.")
    back()
  }

  async #post(address: string, fields: Record<string, string>): Promise<Done | undefined> {
    try {
      const headers = { "X-CSRFToken": csrfToken(), Accept: "application/json" }
      const answer = await fetch(address, { method: "POST", headers, body: new URLSearchParams(fields) })
      if (answer.ok) return (await answer.json()) as Done
      const problem = answer.status === 422 ? ((await answer.json()) as Done).problem : undefined
      say(problem ?? sentenceFor(answer.status), { kind: "bad" })
    } catch {
      say("No connection. Nothing was changed; try again in a moment.", { kind: "bad" })
    }
    return undefined
  }
}
