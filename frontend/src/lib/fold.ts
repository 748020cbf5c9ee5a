import type { EventFrame } from "./frames"

/** A turn as its log tells it so far; chatapp/fold.py is the same in Python, and both must stay so. */
export interface Fold {
  epoch: number
  n: number
  state: string
  reasoning: string
  text: string
  notice: string
  label: string
  instead: string
  ended: boolean
}

/** known: we had it. gap: an event is missing, read the log again. anew: a new epoch, draw from nothing. */
export type Taken = "added" | "anew" | "known" | "gap"

export function empty(): Fold {
  return { epoch: 0, n: 0, state: "waiting", reasoning: "", text: "", notice: "", label: "", instead: "", ended: false }
}

/** Add one event to the fold. */
export function take(fold: Fold, frame: EventFrame): Taken {
  if (frame.e < fold.epoch || (frame.e === fold.epoch && frame.n <= fold.n)) return "known"
  const anew = frame.e > fold.epoch
  if (frame.n !== (anew ? 1 : fold.n + 1)) return "gap"
  if (anew) Object.assign(fold, empty(), { epoch: frame.e })
  fold.n = frame.n
  apply(fold, frame)
  return anew ? "anew" : "added"
}

function apply(fold: Fold, frame: EventFrame): void {
  switch (frame.k) {
    case "state":
      fold.state = frame.s ?? fold.state
      return
    case "reasoning":
      fold.state = "thinking"
      fold.reasoning += frame.t ?? ""
      return
    case "text":
      fold.state = "answering"
      fold.text += frame.t ?? ""
      return
    case "notice":
      if (frame.code === "label") fold.label = frame.t ?? ""
      else if (frame.code === "instead") fold.instead = frame.t ?? ""
      else fold.notice = frame.code ?? ""
      return
    case "end":
      fold.state = frame.s ?? fold.state
      fold.ended = true
      return
    default:
      frame.k satisfies never // a new kind of event fails the build here
  }
}
