import { describe, expect, it } from "vitest"
import type { Clock } from "./clock"
import { type Draft, DraftKeeper, SAVE_MS } from "./draftKeeper"

class Store {
  readonly items = new Map<string, string>()
  getItem = (name: string) => this.items.get(name) ?? null
  setItem = (name: string, value: string) => void this.items.set(name, value)
  removeItem = (name: string) => void this.items.delete(name)
}

class Time implements Clock {
  at = 5_000
  #due: { at: number; run: () => void }[] = []
  now = () => this.at
  random = () => 0
  after(milliseconds: number, run: () => void): () => void {
    const item = { at: this.at + milliseconds, run }
    this.#due.push(item)
    return () => {
      this.#due = this.#due.filter((each) => each !== item)
    }
  }
  async pass(milliseconds: number): Promise<void> {
    this.at += milliseconds
    const due = this.#due.filter((each) => each.at <= this.at)
    this.#due = this.#due.filter((each) => each.at > this.at)
    for (const each of due) each.run()
    await Promise.resolve()
  }
}

function tab(store = new Store(), answers: boolean[] = [], place = "new") {
  const time = new Time()
  const saved: Draft[] = []
  const keeper = new DraftKeeper(store, time, async (draft) => {
    const arrived = answers.shift() ?? true
    if (arrived) saved.push(draft)
    return arrived
  })
  keeper.arrive(place, NOW)
  return { store, time, saved, keeper }
}

const NOW = 1_000_000
const NOTHING = { text: "", at: 0 }

describe("a draft", () => {
  it("is saved once while one types on, with the last words, by the house's clock", async () => {
    const { keeper, time, saved } = tab()
    keeper.typed("H")
    await time.pass(SAVE_MS / 2)
    keeper.typed("Hello")
    await time.pass(SAVE_MS / 2)
    expect(saved).toEqual([{ place: "new", text: "Hello", at: 1_000_000 + SAVE_MS / 2 }])
    await time.pass(10 * SAVE_MS)
    expect(saved).toHaveLength(1)
  })

  it("that the house has newer, from another device, stands; an older one does not", () => {
    const { keeper, store } = tab()
    keeper.typed("mine")
    expect(tab(store).keeper.restore({ text: "theirs", at: 1_000_001 })).toBe("theirs")
    expect(tab(store).keeper.restore({ text: "theirs", at: 999_999 })).toBe("mine")
  })

  it("that was sent from elsewhere is gone here, too", () => {
    const { keeper, store } = tab()
    keeper.typed("sent from the phone")
    expect(tab(store).keeper.restore({ text: "", at: 1_000_001 })).toBe("")
  })

  it("typed without a line is there after a reload, and goes to the house then", async () => {
    const { keeper, store, time } = tab(new Store(), [false])
    keeper.typed("offline")
    await time.pass(SAVE_MS)
    const later = tab(store)
    expect(later.keeper.restore(NOTHING)).toBe("offline")
    await later.time.pass(SAVE_MS)
    expect(later.saved.map((draft) => draft.text)).toEqual(["offline"])
  })

  it("that did not arrive goes with the next flush", async () => {
    const { keeper, time, saved } = tab(new Store(), [false])
    keeper.typed("offline")
    await time.pass(SAVE_MS)
    await keeper.flush()
    expect(saved.map((draft) => draft.text)).toEqual(["offline"])
  })

  it("is not saved any more when it is on its way as a message, and stays here until that has arrived", async () => {
    const { keeper, store, time, saved } = tab()
    keeper.typed("Why?")
    keeper.sending()
    await time.pass(SAVE_MS)
    expect(saved).toEqual([])
    expect(store.items.size).toBe(1)
    keeper.sent("new")
    expect(store.items.size).toBe(0)
  })

  it.each(["{", "null", "[]", '"words"', '{"text":1,"at":2}'])("that cannot be read (%s) is none", (kept) => {
    const store = new Store()
    store.setItem("salon:draft:new", kept)
    expect(tab(store).keeper.restore(NOTHING)).toBe("")
  })

  it("of one conversation is not another's", () => {
    const { keeper, store } = tab(new Store(), [], "one")
    keeper.typed("here")
    expect(tab(store, [], "two").keeper.restore(NOTHING)).toBe("")
  })
})
