import { expect, test } from "vitest"
import { plainText } from "./plainText"

function of(markup: string): string {
  const root = document.createElement("div")
  root.innerHTML = markup
  return plainText(root)
}

test.each([
  ["<p>One <strong>bold</strong>\n word.</p><p>Two.</p>", "One bold word.\n\nTwo."],
  ["<h2>Head</h2>\n<ul>\n<li>a</li>\n<li>b<ul><li>c</li></ul></li>\n</ul>", "Head\n\n- a\n- b\n- c"],
  ['<ol start="3"><li>x</li><li>y</li></ol>', "3. x\n4. y"],
  ["<p>a<br>b</p>", "a\nb"],
  ["<div class=code><button>Copy</button><pre><code>if x:\n    y()\n</code></pre></div>", "if x:\n    y()"],
  [
    "<table><thead><tr><th>a</th><th>b</th></tr></thead><tbody><tr><td>1</td><td>2</td></tr></tbody></table>",
    "a\tb\n1\t2",
  ],
])("%s is said plainly", (markup, words) => {
  expect(of(markup)).toBe(words)
})
