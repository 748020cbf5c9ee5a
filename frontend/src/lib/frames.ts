/** What goes over the one websocket of a tab; docs/protocol.md. */
export type Kind = "state" | "reasoning" | "text" | "notice" | "end"

const KINDS: readonly string[] = ["state", "reasoning", "text", "notice", "end"] satisfies Kind[]

/** One event of a turn's log: epoch and number make its cursor; `t` is only what is new. */
export interface EventFrame {
  turn: string
  e: number
  n: number
  k: Kind
  t?: string
  s?: string
  code?: string
  [more: string]: unknown
}

/** Where a waiting turn stands in its line, and about how long it takes. */
export interface Place {
  number: number
  seconds?: number
}

export type Incoming =
  | { is: "event"; event: EventFrame }
  | { is: "gone"; turn: string }
  | { is: "place"; turn: string; place: Place }
  | { is: "wake"; topic: string; id: string; conversation: string }
  | { is: "pong" }
  | { is: "unknown" }

export type Outgoing =
  | { do: "watch"; turn: string; cursor: string }
  | { do: "unwatch"; turn: string }
  | { do: "ack"; bytes: number }
  | { do: "ping" }

/** Read a message: one frame, or several in order. What this page does not know is "unknown" and harmless. */
export function read(data: string): Incoming[] {
  let message: unknown
  try {
    message = JSON.parse(data)
  } catch {
    return [{ is: "unknown" }]
  }
  return Array.isArray(message) ? message.map(frameOf) : [frameOf(message)]
}

function frameOf(said: unknown): Incoming {
  if (typeof said !== "object" || said === null) return { is: "unknown" }
  const frame = said as Record<string, unknown>
  if (isEvent(frame)) return { is: "event", event: frame }
  if (typeof frame.gone === "string") return { is: "gone", turn: frame.gone }
  if (frame.wake === "place") return placeOf(frame)
  if (typeof frame.wake === "string") {
    return { is: "wake", topic: frame.wake, id: String(frame.id ?? ""), conversation: String(frame.conversation ?? "") }
  }
  return "pong" in frame ? { is: "pong" } : { is: "unknown" }
}

function placeOf({ id, place, seconds }: Record<string, unknown>): Incoming {
  if (typeof place !== "number") return { is: "unknown" }
  return { is: "place", turn: String(id), place: { number: place, ...(typeof seconds === "number" && { seconds }) } }
}

function isEvent(frame: Record<string, unknown>): frame is EventFrame {
  const { turn, e, n, k } = frame
  return typeof turn === "string" && Number.isInteger(e) && Number.isInteger(n) && KINDS.includes(k as string)
}
