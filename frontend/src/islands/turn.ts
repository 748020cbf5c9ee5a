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
    turn.dispatchEvent(new CustomEvent("turn:ended", { bubbles: true }))
    void asTheServerHasIt(turn, painter.done, fold.state)
  }

  const leave = tab.watch(turn.dataset.turn ?? "", turn.dataset.cursor ?? "0", {
    event,
    gone: () => {
      painter.end()
      void asTheServerHasIt(turn, painter.done)
    },
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

function parts(turn: HTMLElement) {
  const find = (selector: string) => turn.querySelector<HTMLElement>(selector) ?? document.createElement("div")
  const says = find("[data-says]")
  const words = document.createElement("span")
  for (const node of [...says.childNodes]) if (node instanceof Text) node.remove()
  says.append(words)
  return { says, words, answer: find("[data-answer]"), thinking: find("[data-thinking]") }
}

/** Put the finished markup, receipt and tools around what was drawn here; where nothing can be kept, in its place. */
async function asTheServerHasIt(turn: HTMLElement, drawn: Promise<void>, ended = ""): Promise<void> {
  await import("../lib/settle").then(({ keepDrawn }) => keepDrawn(turn, drawn, ended)).catch(() => {})
  // Without the line what was drawn here stays, which is whole.
  await htmx.ajax("get", turn.dataset.page ?? "", { source: turn, target: turn, swap: "outerHTML" }).catch(() => {})
}
