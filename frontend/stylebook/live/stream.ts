import { dress } from "../../src/lib/code"
import { markdownKit } from "../../src/lib/kit"
import { draw, drawWhole } from "../../src/lib/markdown"
import { Painter } from "../../src/lib/painter"

/** For the book and for tests in a real browser: the Markdown kit by hand, and an answer that streams. */
Object.assign(globalThis, { book: { draw, drawWhole, dress, Painter, markdownKit } })

const words = document.getElementById("words")?.textContent ?? ""
const place = document.getElementById("answer")
if (place && words) {
  const painter = new Painter(place, markdownKit())
  let at = 0
  const timer = setInterval(() => {
    painter.write(words.slice(at, at + 7))
    at += 7
    if (at < words.length) return
    clearInterval(timer)
    painter.end()
    place.dataset.done = ""
  }, 8)
}
