import { afterEach, beforeEach, expect, test, vi } from "vitest"
import { names, start } from "./islands"

let stop = () => {}
const undo = vi.fn()
const mount = vi.fn((_: HTMLElement) => undo)
const settled = () => new Promise((resolve) => setTimeout(resolve, 5))

beforeEach(() => {
  document.body.innerHTML = '<div data-island="lamp"></div><div data-island="unheard-of"></div>'
})

afterEach(() => {
  stop()
  vi.clearAllMocks()
})

test("what is there is mounted, and what comes later too", async () => {
  stop = start(document, names({ "./islands/lamp.ts": async () => ({ mount }) }))
  await settled()
  expect(mount).toHaveBeenCalledTimes(1)

  document.body.insertAdjacentHTML("beforeend", '<section><p data-island="lamp"></p></section>')
  await settled()
  expect(mount).toHaveBeenCalledTimes(2)
})

test("what goes is undone, once; what only moves keeps its life", async () => {
  stop = start(document, names({ lamp: { mount } }))
  await settled()
  const lamp = document.body.firstElementChild as HTMLElement
  document.body.append(lamp)
  await settled()
  expect([mount.mock.calls.length, undo.mock.calls.length]).toEqual([1, 0])

  lamp.remove()
  await settled()
  expect(undo).toHaveBeenCalledTimes(1)
})

test("what went while its file was on the way is never mounted", async () => {
  let arrive = (_: { mount: typeof mount }) => {}
  stop = start(document, { lamp: () => new Promise((resolve) => (arrive = resolve)) })
  document.body.firstElementChild?.remove()
  await settled()
  arrive({ mount })
  await settled()

  expect(mount).not.toHaveBeenCalled()
})

test("a file that cannot be had leaves the page as the server drew it", async () => {
  stop = start(document, { lamp: () => Promise.reject(new Error("offline")) })
  await settled()

  expect(document.body.children).toHaveLength(2)
})

test("a name from elsewhere is looked up there, and only then", async () => {
  const more = vi.fn(async () => names({ "unheard-of": { mount } }))
  stop = start(document, names({ lamp: { mount } }), more)
  await settled()

  expect(mount).toHaveBeenCalledTimes(2)
  document.body.insertAdjacentHTML("beforeend", '<p data-island="lamp"></p>')
  await settled()
  expect(more).toHaveBeenCalledTimes(1)
})
