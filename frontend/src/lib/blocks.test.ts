import { expect, test } from "vitest"
import { BlockSplitter } from "./blocks"
import { blocks } from "./markdown"

const ANSWER = [
  "# Title\n",
  "\n",
  "A paragraph that goes\non for two lines.\n",
  "***bold*** begins like a rule\n",
  "\n",
  "- one\n- two\n\n- three, after a gap\n\n  and its second paragraph\n",
  "\n",
  "```python\n# not a heading\n\nx = 1\n```\n",
  "| a | b |\n|---|---|\n| 1 | 2 |\n",
  "\n",
  "> quoted\nlazily on\n",
  "\n",
  "Setext\n===\n",
  "The end, and no line end",
].join("")

/** Everything the splitter hands out, and what is open in the end. */
function split(text: string, size: number): string[] {
  const splitter = new BlockSplitter(blocks)
  const sealed: string[] = []
  for (let at = 0; at < text.length; at += size) sealed.push(...splitter.push(text.slice(at, at + size)))
  return [...sealed, splitter.end()]
}

const inOne = split(ANSWER, ANSWER.length)

test("every cut of a text gives the same blocks", () => {
  for (const size of [1, 2, 3, 5, 7, 11, 64]) expect(split(ANSWER, size), `pieces of ${size}`).toEqual(inOne)
})

test("no character is lost or doubled", () => {
  expect(inOne.join("")).toBe(ANSWER)
})

test("the blocks are the ones Markdown sees in the whole", () => {
  expect(inOne.map((block) => block.slice(0, 12))).toEqual([
    "# Title\n\n",
    "A paragraph ",
    "- one\n- two\n",
    "```python\n# ",
    "| a | b |\n|-",
    "> quoted\nlaz",
    "Setext\n===\nT", // with the unfinished line after it, which could still be anything
  ])
})

test("a block stays open until another has begun on a whole line", () => {
  const splitter = new BlockSplitter(blocks)

  expect(splitter.push("One paragraph\n- an")).toEqual([])
  expect(splitter.push(" item\n")).toEqual(["One paragraph\n"])
  expect(splitter.open).toBe("- an item\n")
})

test("an empty line ends a paragraph at once, but not a list or code, which may go on", () => {
  const splitter = new BlockSplitter(blocks)

  expect(splitter.push("One paragraph\n\n")).toEqual(["One paragraph\n\n"])
  expect(splitter.push("- an item\n\n")).toEqual([])
  expect(splitter.push("  its second paragraph\n\nAfter.\n\n")).toEqual([
    "- an item\n\n  its second paragraph\n\n",
    "After.\n\n",
  ])
  expect(splitter.push("```\n\n")).toEqual([])
})

test("a closing fence ends its code at once; a shorter one, or one that goes on, does not", () => {
  const splitter = new BlockSplitter(blocks)

  expect(splitter.push("````js\nlet a\n```\n")).toEqual([])
  expect(splitter.push("````")).toEqual([])
  expect(splitter.push("\nProse")).toEqual(["````js\nlet a\n```\n````\n"])
  expect(splitter.open).toBe("Prose")
})

test("lines may end in CR LF, also when a piece ends between the two", () => {
  const text = "one\r\n\r\ntwo\r\n\r\nthree\r\n"

  expect(split(text, 1)).toEqual(["one\r\n\r\n", "two\r\n\r\n", "three\r\n"])
  expect(split(text, 6)).toEqual(["one\r\n\r\n", "two\r\n\r\n", "three\r\n"])
})
