import hljs from "highlight.js/lib/core"
import bash from "highlight.js/lib/languages/bash"
import cpp from "highlight.js/lib/languages/cpp"
import css from "highlight.js/lib/languages/css"
import diff from "highlight.js/lib/languages/diff"
import go from "highlight.js/lib/languages/go"
import java from "highlight.js/lib/languages/java"
import javascript from "highlight.js/lib/languages/javascript"
import json from "highlight.js/lib/languages/json"
import python from "highlight.js/lib/languages/python"
import rust from "highlight.js/lib/languages/rust"
import sql from "highlight.js/lib/languages/sql"
import typescript from "highlight.js/lib/languages/typescript"
import xml from "highlight.js/lib/languages/xml"
import yaml from "highlight.js/lib/languages/yaml"
import { clean } from "./markdown"

/** Loaded when the first finished block of code names a language. Aliases (py, ts, sh, html …) come with each. */
const LANGUAGES = { bash, cpp, css, diff, go, java, javascript, json, python, rust, sql, typescript, xml, yaml }
for (const [name, language] of Object.entries(LANGUAGES)) hljs.registerLanguage(name, language)

/** Longer code stays in one colour: a page must not stand still for it. */
const MAX_CHARACTERS = 30_000

/** Colour one `.code` block in place. A language we do not know stays as it is. */
export function highlight(block: HTMLElement): void {
  const code = block.querySelector("code")
  const language = block.dataset.language ?? ""
  const text = code?.textContent ?? ""
  if (!code || text.length > MAX_CHARACTERS || !hljs.getLanguage(language)) return
  code.replaceChildren(clean(hljs.highlight(text, { language, ignoreIllegals: true }).value))
}
