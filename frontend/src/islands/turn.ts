import htmx from "htmx.org"
import { announce, make } from "../lib/dom"
import { empty, take } from "../lib/fold"
import type { EventFrame, Place } from "../lib/frames"
import type { Undo } from "../lib/islands"
import { markdownKit } from "../lib/kit"
import { Painter } from "../lib/painter"
import { tab } from "../lib/tab"
import { ThinkingLine } from "../lib/thinkingLine"
import { turnWords } from "../lib/turnWords"

/** One answer being written: follows its log, draws what is new, and ends as the page the server has drawn. */
export function mount(turn: HTMLElement): Undo {
  const { says, words, answer, thinking } = parts(turn)
  const painter = new Painter(answer, markdownKit())
  const thought = new ThinkingLine(thinking, markdownKit)
  const fold = empty()
  const began = performance.now()
  let heard = began
  let connected = true
  let line: Place | undefined
  let fenced = false
  let instead: HTMLElement | undefined
  let told = ""

  const say = () => {
    const now = performance.now()
    const said = turnWords(fold, { elapsed: now - began, silent: now - heard, connected, line })
    if (said !== words.textContent) words.textContent = said
    thought.say()
    says.hidden = said === "" || (thought.speaks && connected) // one line speaks at a time
  }
  const event = (frame: EventFrame) => {
    const taken = take(fold, frame)
    if (taken === "known" || taken === "gap") return
    heard = performance.now()
    if (taken === "anew") {
      painter.restart()
      fenced = false
      thought.restart()
    }
    if (fold.state !== "waiting") line = undefined
    turn.dataset.state = fold.state
    if (fold.instead !== (instead?.textContent ?? "")) standIn()
    draw(frame)
    say()
  }
  const draw = (frame: EventFrame) => {
    if (frame.k === "text") {
      if (turn.dataset.shaped !== undefined && !fenced) painter.write("```json\n") // it is JSON, drawn as the page will have it
      fenced = true
      painter.write(frame.t ?? "")
      thought.answers()
    }
    if (frame.k === "reasoning") thought.write(frame.t ?? "")
    if (frame.k === "end") finish()
  }
  // Another engine answers than was asked: said beside the answer as soon as it is so, and once to those who listen.
  const standIn = () => {
    instead?.remove()
    instead = fold.instead ? make("p", { class: "strip", role: "note", "data-instead": true }, fold.instead) : undefined
    if (!instead) return
    answer.after(instead)
    if (instead.textContent !== told) announce(fold.instead)
    told = fold.instead
  }
  const finish = () => {
    painter.end()
    announce(ENDS[fold.state] ?? "The answer has ended.")
    turn.dispatchEvent(new CustomEvent("turn:ended", { bubbles: true }))
    void asTheServerHasIt(turn)
  }

  const leave = tab.watch(turn.dataset.turn ?? "", turn.dataset.cursor ?? "0", {
    event,
    gone: () => void asTheServerHasIt(turn),
    place: (told) => {
      line = told
      say()
    },
  })
  const forget = tab.onStanding((standing) => {
    connected = standing.is !== "away" && standing.is !== "signed-out"
    say()
  })
  const clock = setInterval(say, 1000)
  return () => {
    clearInterval(clock)
    forget()
    leave()
  }
}

const ENDS: Record<string, string> = {
  finished: "Grok has answered.",
  stopped: "Stopped. What was written is kept.",
  interrupted: "The answer was interrupted. What was written is kept.",
  failed: "The answer failed.",
  refused: "The answer was refused.",
  withheld: "The answer was withheld.",
}

function parts(turn: HTMLElement) {
  const find = (selector: string) => turn.querySelector<HTMLElement>(selector) ?? document.createElement("div")
  const says = find("[data-says]")
  const words = document.createElement("span")
  for (const node of [...says.childNodes]) if (node instanceof Text) node.remove()
  says.append(words)
  return { says, words, answer: find("[data-answer]"), thinking: find("[data-thinking]") }
}

/** Put the finished markup, receipt and tools in the place of what was drawn here. */
function asTheServerHasIt(turn: HTMLElement): Promise<void> {
  const page = turn.dataset.page
  if (!page) return Promise.resolve()
  // Without the line what was drawn here stays, which is whole.
  return htmx.ajax("get", page, { source: turn, target: turn, swap: "outerHTML" }).catch(() => {})
}
