import { make } from "./dom"

/** Give every block of code below `root` its tools. A block that has them already is left alone. */
export function dress(root: ParentNode): void {
  for (const head of root.querySelectorAll(".code-head")) {
    if (!head.querySelector(".code-tools")) head.append(tools())
  }
}

function tools(): HTMLElement {
  return make(
    "span",
    { class: "code-tools" },
    make("button", { class: "tool", type: "button", "data-wrap": true, "aria-pressed": "false" }, "Wrap"),
    make("button", { class: "tool", type: "button", "data-copy": "code" }, "Copy"),
  )
}
