import { expect, test } from "vitest"
import table from "../../../tests/tables/markdown.json"
import { draw, drawWhole, MAX_CHARACTERS, render } from "./markdown"

/** Markup as a tree without the line ends between blocks and without the order of attributes. */
function tree(node: Node): unknown {
  if (node.nodeType === 3)
    return node.parentElement?.closest("pre") ? node.textContent : node.textContent?.replace(/\n$/, "")
  const children = [...node.childNodes].map(tree).filter((child) => child !== "")
  if (!(node instanceof Element)) return children
  return [
    node.tagName,
    Object.fromEntries([...node.attributes].map(({ name, value }) => [name, value]).sort()),
    ...children,
  ]
}

function parsed(markup: string): unknown {
  const template = document.createElement("template")
  template.innerHTML = markup
  return tree(template.content)
}

test.each(table)("Markdown: $name", ({ markdown, html }) => {
  // Cleaning needs a real browser: tests/frontend does it there, with this same table.
  expect(parsed(render(markdown))).toEqual(parsed(html))
})

test("a message too long to draw is shown as it came", () => {
  const shown = draw("*".repeat(MAX_CHARACTERS + 1))

  expect(shown.firstElementChild?.tagName).toBe("PRE")
})

test("what nobody reads to its end is shown as it came", () => {
  const text = "**word** ".repeat(MAX_CHARACTERS / 8)

  expect(drawWhole(text).querySelector("pre")?.textContent).toBe(text)
  expect(draw(text).querySelector("pre")?.textContent).toBe(text)
})
