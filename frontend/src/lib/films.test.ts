import { expect, test } from "vitest"
import { playFilms } from "./films"

test.each([
  ["30", 1 + 1 / 30],
  ["", 1 + 1 / 24],
])("a step is a frame of the film's own rate (%s in a second)", (fps, then) => {
  const film = document.createElement("video")
  film.dataset.fps = fps
  Object.defineProperties(film, {
    duration: { value: 4 },
    currentTime: { value: 1, writable: true },
    pause: { value: () => {} },
  })
  const tools = document.createElement("div")
  tools.innerHTML = '<button id="frame-on"></button>'

  const undo = playFilms([film], tools)
  tools.querySelector("button")?.click()

  expect(film.currentTime).toBeCloseTo(then, 6)
  undo()
})
