/** What a chart needs from the table beside it: a label a row, a number a cell. */
export interface TableData {
  labels: string[]
  columns: { name: string; values: number[] }[]
}

/** Read a table whose first column labels the rows. A cell's number is its `data-value`, else what it says. */
export function read(table: HTMLTableElement): TableData {
  const names = [...table.querySelectorAll("thead th")].slice(1).map((cell) => words(cell))
  const rows = [...table.querySelectorAll("tbody tr")].map((row) => [...row.children])
  return {
    labels: rows.map(([first]) => words(first)),
    columns: names.map((name, index) => ({ name, values: rows.map((cells) => number(cells[index + 1])) })),
  }
}

/** Columns on top of each other: each holds its own values and all before it. */
export function stacked(columns: TableData["columns"]): number[][] {
  const total: number[] = []
  return columns.map(({ values }) =>
    values.map((value, row) => {
      total[row] = (total[row] ?? 0) + value
      return total[row] ?? 0
    }),
  )
}

function words(cell: Element | undefined): string {
  return cell?.textContent?.trim() ?? ""
}

function number(cell: Element | undefined): number {
  const said = cell instanceof HTMLElement ? (cell.dataset.value ?? words(cell)) : ""
  return Number(said.replace(/[^\d.-]/g, "")) || 0
}
