import type { Clock } from "./clock"
import { type EventFrame, type Incoming, type Outgoing, type Place, read } from "./frames"
import { Gauge } from "./gauge"

/** The tab's end of a websocket, as much of it as we use. */
export interface Wire {
  send(data: string): void
  close(code?: number): void
  onopen: (() => void) | null
  onmessage: ((event: { data: string }) => void) | null
  onclose: ((event: { code: number }) => void) | null
}

/** Who follows a turn. Events come in order, each once; `gone` means: fetch the page, the log is not there (any more). */
export interface Reader {
  event(event: EventFrame): void
  gone?(): void
  /** It waits, and this is where. */
  place?(place: Place): void
}

/** A doorbell: what changed, and of a turn in which conversation. */
export type Heard = (topic: string, id: string, conversation: string) => void

/** idle: nobody needs it. away: lost, trying again at `retryAt`. signed-out: only the person can help. */
export type Standing = { is: "idle" | "connecting" | "open" | "signed-out" } | { is: "away"; retryAt: number }

export const CLOSE = { signIn: 4001, slow: 4008, badFrame: 4010, drain: 4012, silent: 4000 } as const

export const TIMES = {
  connect: 10_000, // for the line to open
  ping: 20_000, // of silence before we ask whether anybody is there
  pong: 10_000, // for the answer; then the line is dead, whatever the system says
  firstRetry: 500,
  longestRetry: 15_000,
  drain: 3_000, // a server that leaves asks us to spread out over this long
  steady: 10_000, // open this long, a line counts as good and the retries begin from the first again
} as const

interface Watched {
  reader: Reader
  epoch: number
  n: number
  /** A gap was seen and the log is being read again: what comes from before is not for us. */
  rereading: boolean
}

/**
 * One websocket for a tab. It only reads: commands go by POST. Each turn is followed from a cursor, so a reload, a second
 * tab, a lost line and a drained server are the same thing: connect and ask from the cursor.
 */
export class TabSocket {
  readonly #turns = new Map<string, Watched>()
  readonly #wakes = new Set<Heard>()
  readonly #standings = new Set<(standing: Standing) => void>()
  readonly #gauge: Gauge
  #standing: Standing = { is: "idle" }
  #wire: Wire | undefined
  #failures = 0
  #callOffRetry = () => {}
  #callOffHeartbeat = () => {}
  #callOffSteady = () => {}

  constructor(
    private readonly connect: () => Wire,
    private readonly clock: Clock,
  ) {
    this.#gauge = new Gauge(clock, (bytes) => this.#send({ do: "ack", bytes }))
  }

  get standing(): Standing {
    return this.#standing
  }

  /** Follow a turn from a cursor ("0": from its beginning). Connects when needed; returns the way to stop. */
  watch(turn: string, cursor: string, reader: Reader): () => void {
    const [epoch = 0, n = 0] = cursor.split(".").map(Number)
    const watched: Watched = { reader, epoch, n, rereading: false }
    this.#turns.set(turn, watched)
    if (this.#standing.is === "open") this.#ask(turn, watched)
    else this.start()
    return () => {
      if (this.#turns.get(turn) !== watched) return
      this.#turns.delete(turn)
      this.#send({ do: "unwatch", turn })
    }
  }

  /** Hear the doorbells ("job", id): something changed, fetch it. Of a turn, also in which conversation. */
  onWake(run: Heard): () => void {
    this.#wakes.add(run)
    return () => this.#wakes.delete(run)
  }

  /** Hear how the line is, now and at each change. */
  onStanding(run: (standing: Standing) => void): () => void {
    this.#standings.add(run)
    run(this.#standing)
    return () => this.#standings.delete(run)
  }

  /** Connect, if nothing is under way. */
  start(): void {
    if (this.#standing.is === "idle") this.#open()
  }

  /** The network or the person is back: do not wait for the next try. */
  hurry(): void {
    if (this.#standing.is === "away") this.#open()
  }

  /** Leave (the page goes); `start` or `watch` comes back with the same cursors. */
  stop(): void {
    this.#callOffRetry()
    this.#drop(1000)
    this.#become({ is: "idle" })
  }

  #open(): void {
    this.#callOffRetry()
    this.#become({ is: "connecting" })
    const wire = this.connect()
    this.#wire = wire
    wire.onopen = () => this.#opened()
    wire.onmessage = (event) => this.#heard(event.data)
    wire.onclose = (event) => this.#closed(event.code)
    this.#callOffHeartbeat = this.clock.after(TIMES.connect, () => this.#closed(CLOSE.silent))
  }

  #opened(): void {
    this.#become({ is: "open" })
    this.#gauge.reset()
    this.#callOffSteady = this.clock.after(TIMES.steady, () => {
      this.#failures = 0
    })
    for (const [turn, watched] of this.#turns) this.#ask(turn, watched)
    this.#listen()
  }

  #heard(data: string): void {
    this.#gauge.count(data)
    this.#listen()
    for (const frame of read(data)) this.#pass(frame)
  }

  #pass(frame: Incoming): void {
    switch (frame.is) {
      case "event":
        return this.#event(frame.event)
      case "gone":
        return this.#gone(frame.turn)
      case "wake":
        for (const run of this.#wakes) run(frame.topic, frame.id, frame.conversation)
        return
      case "place":
        return this.#turns.get(frame.turn)?.reader.place?.(frame.place)
      case "pong":
      case "unknown":
        return
      default:
        frame satisfies never
    }
  }

  /** In order, each once. A gap is never shown: the log is read again from where we are. */
  #event(event: EventFrame): void {
    const watched = this.#turns.get(event.turn)
    if (!watched || event.e < watched.epoch || (event.e === watched.epoch && event.n <= watched.n)) return
    const next = event.e > watched.epoch ? 1 : watched.n + 1
    if (event.n !== next) return this.#reread(event.turn, watched)

    watched.epoch = event.e
    watched.n = event.n
    watched.rereading = false
    if (event.k === "end") this.#turns.delete(event.turn)
    watched.reader.event(event)
  }

  #reread(turn: string, watched: Watched): void {
    if (watched.rereading) return
    watched.rereading = true
    this.#send({ do: "unwatch", turn })
    this.#ask(turn, watched)
  }

  #gone(turn: string): void {
    const watched = this.#turns.get(turn)
    this.#turns.delete(turn)
    watched?.reader.gone?.()
  }

  #ask(turn: string, { epoch, n }: Watched): void {
    this.#send({ do: "watch", turn, cursor: epoch === 0 ? "0" : `${epoch}.${n}` })
  }

  #send(frame: Outgoing): void {
    if (this.#standing.is === "open") this.#wire?.send(JSON.stringify(frame))
  }

  /** Any frame is a sign of life. After a silence we ask; without an answer the line is dead. */
  #listen(): void {
    this.#callOffHeartbeat()
    this.#callOffHeartbeat = this.clock.after(TIMES.ping, () => {
      this.#send({ do: "ping" })
      this.#callOffHeartbeat = this.clock.after(TIMES.pong, () => this.#closed(CLOSE.silent))
    })
  }

  #closed(code: number): void {
    this.#drop(code)
    for (const watched of this.#turns.values()) watched.rereading = false
    if (code === CLOSE.signIn) return this.#become({ is: "signed-out" })

    const wait = this.#waitAfter(code)
    this.#callOffRetry = this.clock.after(wait, () => this.#open())
    this.#become({ is: "away", retryAt: this.clock.now() + wait })
  }

  /** Doubling with jitter; a drained server is no failure, but not everybody may come back at once. */
  #waitAfter(code: number): number {
    if (code === CLOSE.drain) return this.clock.random() * TIMES.drain
    const longest = Math.min(TIMES.longestRetry, TIMES.firstRetry * 2 ** this.#failures)
    this.#failures += 1
    return longest * (0.5 + this.clock.random() / 2)
  }

  #drop(code: number): void {
    this.#callOffHeartbeat()
    this.#callOffSteady()
    this.#gauge.reset()
    const wire = this.#wire
    this.#wire = undefined
    if (!wire) return
    wire.onopen = wire.onmessage = wire.onclose = null
    wire.close(code === CLOSE.silent ? code : undefined)
  }

  #become(standing: Standing): void {
    this.#standing = standing
    for (const run of this.#standings) run(standing)
  }
}
