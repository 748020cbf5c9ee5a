/** A table of an answer for a spreadsheet: cells between tabs to paste, or a file with commas. */
export function cellsOf(table: ParentNode): string[][] {
  return [...table.querySelectorAll("tr")].map((row) =>
    [...row.querySelectorAll<HTMLElement>("th, td")].map((cell) => textOf(cell)),
  )
}

/** To paste: a tab or line end within a cell would be another cell. */
export function asTabs(cells: string[][]): string {
  return cells.map((row) => row.map((cell) => harmless(cell).replace(/\s+/g, " ")).join("\t")).join("\n")
}

/** A file, as RFC 4180 has it. */
export function asCommas(cells: string[][]): string {
  const quoted = (cell: string) => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)
  return cells.map((row) => `${row.map((cell) => quoted(harmless(cell))).join(",")}\r\n`).join("")
}

/** A spreadsheet runs what begins like a formula; a model's words are none. A negative number stays one. */
function harmless(cell: string): string {
  return /^(?:[=+@\t\r]|-(?![\d.]))/.test(cell) ? `'${cell}` : cell
}

/** What a cell says; of a formula its TeX, of a link its words. */
function textOf(cell: HTMLElement): string {
  const copy = cell.cloneNode(true) as HTMLElement
  for (const host of copy.querySelectorAll(".link-host")) host.remove()
  for (const formula of copy.querySelectorAll<HTMLElement>("[data-tex]"))
    formula.replaceChildren(formula.dataset.tex ?? "")
  return copy.textContent?.trim() ?? ""
}
