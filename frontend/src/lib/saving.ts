import { asCommas, cellsOf } from "./sheets"

// biome-ignore format: a table
const EXTENSIONS: Record<string, string> = {
  bash: "sh", c: "c", "c++": "cpp", clojure: "clj", cpp: "cpp", cs: "cs", csharp: "cs", css: "css", csv: "csv", dart: "dart",
  diff: "diff", elixir: "ex", erlang: "erl", go: "go", golang: "go", graphql: "graphql", haskell: "hs", html: "html",
  ini: "ini", java: "java", javascript: "js", js: "js", json: "json", jsx: "jsx", julia: "jl", kotlin: "kt", latex: "tex",
  less: "less", lua: "lua", makefile: "mk", markdown: "md", matlab: "m", md: "md", mermaid: "mmd", ocaml: "ml", perl: "pl",
  php: "php", powershell: "ps1", ps1: "ps1", py: "py", python: "py", r: "r", rb: "rb", rs: "rs", ruby: "rb", rust: "rs",
  scala: "scala", scss: "scss", sh: "sh", shell: "sh", sql: "sql", svg: "svg", swift: "swift", tex: "tex", toml: "toml",
  ts: "ts", tsx: "tsx", typescript: "ts", vue: "vue", xml: "xml", yaml: "yaml", yml: "yml", zsh: "sh",
}

/** What a file of this language ends with; text, where we do not know. */
export function extensionOf(language: string): string {
  return Object.hasOwn(EXTENSIONS, language) ? (EXTENSIONS[language] ?? "txt") : "txt"
}

/** Save what this button stands on: the block of code, or the table. */
export function saveFrom(button: HTMLElement): void {
  const block = button.closest<HTMLElement>(".code")
  const table = button.closest<HTMLElement>(".table")
  if (block) save(block.querySelector("code")?.textContent ?? "", `code.${extensionOf(block.dataset.language ?? "")}`)
  else if (table) save(`\uFEFF${asCommas(cellsOf(table))}`, "table.csv") // the mark tells Excel that it is UTF-8
}

/** Hand the browser a file. */
export function save(words: string, name: string, type = "text/plain"): void {
  const address = URL.createObjectURL(new Blob([words], { type: `${type};charset=utf-8` }))
  Object.assign(document.createElement("a"), { href: address, download: name }).click()
  setTimeout(() => URL.revokeObjectURL(address), 10_000)
}
