import { expect, test } from "vitest"
import { ThinkingLine, thinkingWords } from "./thinkingLine"

test.each([
  ["", 0, false, "Thinking"],
  ["", 6.4, false, "Thinking 6 s"],
  ["**Weighing two readings**\n", 0.2, false, "Thinking: weighing two readings"],
  ["**Weighing two readings**\n", 6.4, false, "Thinking: weighing two readings · 6 s"],
  ["**Weighing two readings**\n", 6.4, true, "Thought for 6 s"],
  ["**Weighing two readings**\n", 80, true, "Thought for 1 min 20 s"],
  ["heard at once, by whoever joins late", 0.1, true, "What it thought"],
])("of %j after %d s, done %s, it says %j", (reasoning, seconds, done, words) => {
  expect(thinkingWords(reasoning, seconds, done)).toBe(words)
})

test("what it thought is drawn when somebody opens it, and grows from then on", () => {
  const line = document.createElement("details")
  line.innerHTML = `<summary><span data-thought></span></summary><div class="thoughts"></div>`
  line.hidden = true
  const thought = new ThinkingLine(line, () => new Promise(() => {}))

  thought.write("First this. ")
  expect(line.hidden).toBe(false)
  expect(thought.speaks).toBe(true)
  expect(line.querySelector(".thoughts")?.textContent).toBe("")
  thought.answers()
  expect(thought.speaks).toBe(false)
})
