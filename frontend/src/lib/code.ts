import { make } from "./dom"
import { watchFormulas } from "./formulas"
import { wrapsLines } from "./wrapping"

/**
 * Give what Markdown made below `root` its tools: code, tables, formulas, diagrams. What has them already is left alone.
 * `growing`: more is still to come, so that nothing is counted and nothing offered that needs all of it.
 */
export function dress(root: ParentNode, growing = false): void {
  for (const block of root.querySelectorAll<HTMLElement>(".code")) dressCode(block, growing)
  watchFormulas(root)
  if (growing) return
  for (const place of root.querySelectorAll('.table[aria-label="Table"]')) {
    if (!place.querySelector(".table-tools")) place.append(tableTools())
  }
}

/** The tools of one block of code; once it is finished also how long it is, and what can be made of it. */
export function dressCode(block: HTMLElement, growing = false): void {
  const head = block.querySelector<HTMLElement>(".code-head")
  if (!head) return
  let tools = head.querySelector(".code-tools")
  if (!tools) {
    tools = make(
      "span",
      { class: "code-tools" },
      tool("Wrap", { "data-wrap": true, "aria-pressed": "false" }),
      tool("Copy", { "data-copy": "code" }),
    )
    head.append(tools)
    wrapsLines(block)
  }
  if (growing || block.dataset.lines) return
  const lines = (block.querySelector("code")?.textContent ?? "").replace(/\n$/, "").split("\n").length
  block.dataset.lines = String(lines)
  head.firstElementChild?.append(make("span", { class: "code-lines" }, lines === 1 ? " · 1 line" : ` · ${lines} lines`))
  tools.prepend(tool("Save", { "data-save": "code" }))
  if (block.dataset.language === "mermaid") tools.prepend(tool("Draw this diagram", { "data-draw": true }))
}

function tableTools(): HTMLElement {
  const copy = tool("Copy", { "data-copy": "table", "aria-label": "Copy the table" })
  return make("div", { class: "table-tools" }, copy, tool("Save as CSV", { "data-save": "table" }))
}

function tool(words: string, attributes: Record<string, string | boolean>): HTMLElement {
  return make("button", { class: "tool", type: "button", ...attributes }, words)
}
