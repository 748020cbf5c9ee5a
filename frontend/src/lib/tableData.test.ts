import { expect, test } from "vitest"
import { read, stacked } from "./tableData"

const table = document.createElement("table")
table.innerHTML = `<thead><tr><th>Day</th><th>Chat</th><th>Studio</th></tr></thead><tbody>
  <tr><td><time> 14 Nov </time></td><td data-value="1240000000">12.40 ¢</td><td>1,200</td></tr>
  <tr><td>15 Nov</td><td data-value="0">0.00 ¢</td><td></td></tr></tbody>`

test("a chart reads the table beside it", () => {
  expect(read(table)).toEqual({
    labels: ["14 Nov", "15 Nov"],
    columns: [
      { name: "Chat", values: [1_240_000_000, 0] },
      { name: "Studio", values: [1200, 0] },
    ],
  })
})

test("columns stand on each other", () => {
  const columns = [
    { name: "a", values: [1, 2] },
    { name: "b", values: [10, 20] },
  ]

  expect(stacked(columns)).toEqual([
    [1, 2],
    [11, 22],
  ])
})
