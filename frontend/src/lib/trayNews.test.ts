import { expect, test } from "vitest"
import { type Entry, news } from "./trayNews"

const film = (state: string, says: string): Entry => ({ job: "1", state, words: "Film · a fox", says })

test("what comes to rest is said once", () => {
  expect(news(new Map([["1", "rendering"]]), [film("ready", "Ready")])).toEqual([
    { sentence: "Ready: Film · a fox", ready: true, plainly: "Film: Ready" },
  ])
  expect(news(new Map([["1", "ready"]]), [film("ready", "Ready")])).toEqual([])
})

test("what was ordered and refused between two looks is said too", () => {
  expect(news(new Map(), [film("refused", "Not sent")])).toEqual([
    { sentence: "Not sent: Film · a fox", ready: false, plainly: "Film: Not sent" },
  ])
})

test("what had ended before the first look, and what goes on, is no news", () => {
  expect(news(undefined, [film("ready", "Ready")])).toEqual([])
  expect(news(new Map([["1", "queued"]]), [film("rendering", "Rendering 62%")])).toEqual([])
})
