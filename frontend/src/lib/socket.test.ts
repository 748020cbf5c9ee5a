import { beforeEach, describe, expect, test, vi } from "vitest"
import type { Clock } from "./clock"
import type { EventFrame } from "./frames"
import { read } from "./frames"
import { ACK_BYTES, ACK_MS } from "./gauge"
import { CLOSE, type Standing, TabSocket, TIMES, type Wire } from "./socket"

const TURN = "5f0c3a52-6f5e-4b1f-9a53-0c8f1d8f9a01"
const OTHER = "c3b9b3a4-4f0e-47a7-8d1c-1f2f4f6f7f02"

/** A line we hold in our hands: what the page said on it, and what the server says to the page. */
class Line implements Wire {
  onopen: Wire["onopen"] = null
  onmessage: Wire["onmessage"] = null
  onclose: Wire["onclose"] = null
  readonly said: Record<string, unknown>[] = []
  closedWith: number | undefined | "open" = "open"

  send(data: string): void {
    this.said.push(JSON.parse(data))
  }
  close(code?: number): void {
    this.closedWith = code
  }
  hears(frame: unknown): void {
    this.onmessage?.({ data: typeof frame === "string" ? frame : JSON.stringify(frame) })
  }
  breaks(code: number): void {
    this.onclose?.({ code })
  }
}

/** A clock that goes when it is told to. */
class HeldClock implements Clock {
  chance = 1
  #now = 0
  #due: { at: number; run: () => void }[] = []

  now = () => this.#now
  random = () => this.chance
  after = (milliseconds: number, run: () => void) => {
    const entry = { at: this.#now + milliseconds, run }
    this.#due.push(entry)
    return () => {
      this.#due = this.#due.filter((other) => other !== entry)
    }
  }
  pass(milliseconds: number): void {
    const end = this.#now + milliseconds
    for (;;) {
      const next = this.#due.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0]
      if (!next) break
      this.#now = next.at
      this.#due = this.#due.filter((other) => other !== next)
      next.run()
    }
    this.#now = end
  }
}

let lines: Line[]
let clock: HeldClock
let socket: TabSocket
let heard: string[]
let gone: number

const line = () => lines.at(-1) as Line
const reader = { event: (event: EventFrame) => heard.push(event.t ?? event.k), gone: () => (gone += 1) }
const text = (n: number, t: string, e = 1) => ({ turn: TURN, e, n, k: "text", t })
const open = () => line().onopen?.()

beforeEach(() => {
  lines = []
  heard = []
  gone = 0
  clock = new HeldClock()
  socket = new TabSocket(() => {
    lines.push(new Line())
    return line()
  }, clock)
})

describe("reading", () => {
  test("a turn is asked for from its cursor and passed on in order", () => {
    socket.watch(TURN, "1.3", reader)
    open()
    line().hears(text(4, "Hello"))
    line().hears(text(5, " there"))

    expect(line().said).toEqual([{ do: "watch", turn: TURN, cursor: "1.3" }])
    expect(heard).toEqual(["Hello", " there"])
  })

  test("an event that was known, of an older epoch or of a turn nobody watches is dropped", () => {
    socket.watch(TURN, "2.3", reader)
    open()
    line().hears(text(3, "known", 2))
    line().hears(text(9, "older", 1))
    line().hears({ ...text(4, "not mine", 2), turn: OTHER })
    line().hears(text(4, "new", 2))

    expect(heard).toEqual(["new"])
  })

  test("a gap is never shown: the log is asked for again from the last event, once", () => {
    socket.watch(TURN, "0", reader)
    open()
    line().hears(text(1, "a"))
    line().hears(text(3, "c"))
    line().hears(text(4, "d"))

    expect(heard).toEqual(["a"])
    expect(line().said.slice(1)).toEqual([
      { do: "unwatch", turn: TURN },
      { do: "watch", turn: TURN, cursor: "1.1" },
    ])
    line().hears(text(2, "b"))
    line().hears(text(3, "c"))
    expect(heard).toEqual(["a", "b", "c"])
  })

  test("a new epoch begins at one; a piece from its middle is a gap", () => {
    socket.watch(TURN, "1.7", reader)
    open()
    line().hears(text(4, "middle", 2))
    expect(heard).toEqual([])

    line().hears(text(1, "anew", 2))
    line().hears(text(2, "on", 2))
    expect(heard).toEqual(["anew", "on"])
  })

  test("the end of a turn is passed on and it is not asked for again", () => {
    socket.watch(TURN, "0", reader)
    open()
    line().hears({ turn: TURN, e: 1, n: 1, k: "end", s: "finished" })
    line().breaks(1006)
    clock.pass(TIMES.longestRetry)
    open()

    expect(heard).toEqual(["end"])
    expect(line().said).toEqual([])
  })

  test("a log that is not there tells its reader to fetch the page", () => {
    socket.watch(TURN, "0", reader)
    open()
    line().hears({ gone: TURN })

    expect(gone).toBe(1)
  })

  test("who stops watching is left alone", () => {
    const stop = socket.watch(TURN, "0", reader)
    open()
    stop()
    line().hears(text(1, "late"))

    expect(line().said.at(-1)).toEqual({ do: "unwatch", turn: TURN })
    expect(heard).toEqual([])
  })

  test("a doorbell rings for whoever listens", () => {
    const rung = vi.fn()
    socket.onWake(rung)
    socket.start()
    open()
    line().hears({ wake: "job", id: OTHER })

    expect(rung).toHaveBeenCalledExactlyOnceWith("job", OTHER, "")
  })

  test("who waits in line is told the place, and nobody else is", () => {
    const told = vi.fn()
    socket.watch(TURN, "0", { ...reader, place: told })
    open()
    line().hears({ wake: "place", id: OTHER, place: 1 })
    line().hears({ wake: "place", id: TURN, place: 3, seconds: 12 })

    expect(told).toHaveBeenCalledExactlyOnceWith({ number: 3, seconds: 12 })
  })

  test("frames nobody understands change nothing", () => {
    socket.watch(TURN, "0", reader)
    open()
    for (const nonsense of ["", "[", "null", "7", { turn: TURN, e: 1, n: 1, k: "sing" }, { hello: 1 }])
      line().hears(nonsense)

    expect(heard).toEqual([])
    expect(socket.standing).toEqual({ is: "open" })
  })
})

describe("acknowledging", () => {
  test("what was read is told in bytes, not characters, soon after the last frame", () => {
    socket.watch(TURN, "0", reader)
    open()
    const frame = JSON.stringify(text(1, "größer 🦊"))
    line().hears(frame)
    expect(line().said).toHaveLength(1)

    clock.pass(ACK_MS)
    expect(line().said.at(-1)).toEqual({ do: "ack", bytes: new TextEncoder().encode(frame).length })
    clock.pass(ACK_MS * 4)
    expect(line().said).toHaveLength(2)
  })

  test("a flood is acknowledged while it lasts, each byte once", () => {
    socket.watch(TURN, "0", reader)
    open()
    let sent = 0
    for (let n = 1; n <= 40; n += 1) {
      const frame = JSON.stringify(text(n, "x".repeat(4096)))
      sent += frame.length
      line().hears(frame)
    }
    const during = line().said.filter((frame) => frame.do === "ack").length
    clock.pass(ACK_MS)

    const acks = line().said.filter((frame) => frame.do === "ack")
    expect(during).toBe(Math.floor(sent / ACK_BYTES))
    expect(acks.reduce((sum, frame) => sum + (frame.bytes as number), 0)).toBe(sent)
  })
})

describe("staying alive", () => {
  test("after a silence it asks; an answer keeps the line, no answer ends it", () => {
    socket.start()
    open()
    clock.pass(TIMES.ping)
    expect(line().said).toEqual([{ do: "ping" }])

    line().hears({ pong: 1 })
    clock.pass(TIMES.ping)
    expect(lines).toHaveLength(1)

    clock.pass(TIMES.pong)
    expect(line().closedWith).toBe(CLOSE.silent)
    expect(socket.standing.is).toBe("away")
  })

  test("a line that never opens is given up", () => {
    socket.start()
    clock.pass(TIMES.connect + TIMES.firstRetry)

    expect(lines).toHaveLength(2)
  })

  test("a lost line is tried again with the cursor the page has reached", () => {
    socket.watch(TURN, "0", reader)
    open()
    line().hears(text(1, "a"))
    line().hears(text(2, "b"))
    line().breaks(1006)
    clock.pass(TIMES.firstRetry)
    open()

    expect(line().said).toEqual([{ do: "watch", turn: TURN, cursor: "1.2" }])
  })

  test("tries are spaced ever wider, up to a bound, and begin anew after a steady line", () => {
    const waits: number[] = []
    socket.onStanding((standing) => standing.is === "away" && waits.push(standing.retryAt - clock.now()))
    socket.start()
    for (let time = 0; time < 8; time += 1) {
      line().breaks(1006)
      clock.pass(waits.at(-1) ?? 0)
    }
    expect(waits).toEqual([500, 1000, 2000, 4000, 8000, 15_000, 15_000, 15_000])

    open()
    clock.pass(TIMES.steady)
    line().breaks(1006)
    expect(waits.at(-1)).toBe(500)
  })

  test("jitter takes up to half of a wait", () => {
    clock.chance = 0
    socket.start()
    line().breaks(1006)

    expect(socket.standing).toEqual({ is: "away", retryAt: TIMES.firstRetry / 2 })
  })

  test("a server that leaves is not a failure: come back soon, but not all at once", () => {
    clock.chance = 0.5
    socket.start()
    open()
    line().breaks(CLOSE.drain)
    expect(socket.standing).toEqual({ is: "away", retryAt: TIMES.drain / 2 })

    clock.pass(TIMES.drain / 2)
    clock.chance = 1
    line().breaks(1006)
    expect(socket.standing).toEqual({ is: "away", retryAt: clock.now() + TIMES.firstRetry })
  })

  test("signed out is signed out: it does not come back by itself", () => {
    const standings: Standing["is"][] = []
    socket.onStanding(({ is }) => standings.push(is))
    socket.start()
    open()
    line().breaks(CLOSE.signIn)
    clock.pass(TIMES.longestRetry * 10)
    socket.hurry()

    expect(lines).toHaveLength(1)
    expect(standings).toEqual(["idle", "connecting", "open", "signed-out"])
  })

  test("when the network is back it does not wait for the next try", () => {
    socket.start()
    line().breaks(1006)
    socket.hurry()

    expect(lines).toHaveLength(2)
    clock.pass(TIMES.firstRetry)
    expect(lines).toHaveLength(2) // the try that was planned is called off
  })

  test("a page that goes leaves the line, and comes back where it was", () => {
    socket.watch(TURN, "0", reader)
    open()
    line().hears(text(1, "a"))
    socket.stop()
    expect(line().closedWith).toBeUndefined()
    clock.pass(TIMES.longestRetry)
    expect(lines).toHaveLength(1)

    socket.start()
    open()
    expect(line().said).toEqual([{ do: "watch", turn: TURN, cursor: "1.1" }])
  })

  test("the words of a line that was given up are not heard any more", () => {
    socket.watch(TURN, "0", reader)
    open()
    const [old] = lines
    const late = old?.onmessage
    socket.stop()
    late?.({ data: JSON.stringify(text(1, "ghost")) })

    expect(old?.onmessage).toBeNull()
  })
})

test("several frames in one message are read in order", () => {
  expect(read('[{"pong":1},{"gone":"a"},7]')).toEqual([{ is: "pong" }, { is: "gone", turn: "a" }, { is: "unknown" }])
})
