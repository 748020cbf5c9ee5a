import uPlot from "uplot"
import "uplot/dist/uPlot.min.css"
import { make } from "../lib/dom"
import type { Undo } from "../lib/islands"
import { money } from "../lib/money"
import { read, stacked, type TableData } from "../lib/tableData"

const HEIGHT = 220
const COLOURS = ["--color-accent", "--color-note", "--color-wait", "--color-good"]

/**
 * Bars, stacked, of the table named by `data-table`; `data-money` says its numbers are ticks. The table stays on the page:
 * it is the chart for who listens, and for who runs no script.
 */
export function mount(place: HTMLElement): Undo {
  const table = document.getElementById(place.dataset.table ?? "")
  if (!(table instanceof HTMLTableElement)) return () => {}
  const data = read(table)
  const words =
    "money" in place.dataset
      ? (value: number) => money(Math.round(value))
      : (value: number) => value.toLocaleString("en")
  place.setAttribute("role", "img")
  place.setAttribute("aria-label", `Chart of the table below: ${data.columns.map(({ name }) => name).join(", ")}`)

  let chart = draw(place, data, words)
  const again = () => {
    chart.destroy()
    place.replaceChildren()
    chart = draw(place, data, words)
  }
  const resized = new ResizeObserver(() => chart.setSize({ width: place.clientWidth, height: HEIGHT }))
  resized.observe(place)
  const themed = new MutationObserver(again)
  themed.observe(document.documentElement, { attributeFilter: ["data-theme"] })
  const dark = matchMedia("(prefers-color-scheme: dark)")
  dark.addEventListener("change", again)
  return () => {
    resized.disconnect()
    themed.disconnect()
    dark.removeEventListener("change", again)
    chart.destroy()
  }
}

function draw(place: HTMLElement, data: TableData, words: (value: number) => string): uPlot {
  const colour = paints(place)
  const legend = make("p", { class: "chart-legend", "aria-hidden": "true" })
  const tell = (row: number | null | undefined) => legend.replaceChildren(...told(data, row ?? undefined, words))
  const heights = stacked(data.columns)
  // The tallest first: each smaller one is drawn over it.
  const series = heights.map((_, index) => bar(colour(COLOURS[index % COLOURS.length] ?? ""))).reverse()

  const chart = new uPlot(
    {
      width: place.clientWidth,
      height: HEIGHT,
      padding: [8, 0, 0, 0],
      legend: { show: false },
      cursor: { points: { show: false }, drag: { x: false, y: false }, y: false },
      scales: {
        x: { time: false, range: [-0.6, Math.max(0.6, data.labels.length - 0.4)] },
        y: { range: (_, __, max) => [0, max > 0 ? max * 1.08 : 1] },
      },
      axes: [axisBelow(data.labels, colour), axisBeside(words, colour)],
      hooks: { setCursor: [(self) => tell(self.cursor.idx)] },
      series: [{}, ...series],
    },
    [data.labels.map((_, row) => row), ...heights.reverse()],
    place,
  )
  tell(undefined)
  place.append(legend)
  return chart
}

function bar(fill: string): uPlot.Series {
  const paths = uPlot.paths.bars?.({ size: [0.62, 44], radius: 0.12 })
  return { fill, width: 0, points: { show: false }, ...(paths && { paths }) }
}

type Colour = (token: string) => string

function axisBelow(labels: string[], colour: Colour): uPlot.Axis {
  return {
    stroke: colour("--color-text-faint"),
    font: "12px Inter Variable, sans-serif",
    grid: { show: false },
    ticks: { show: false },
    values: (_, rows) => rows.map((row) => (Number.isInteger(row) ? (labels[row] ?? "") : "")),
  }
}

function axisBeside(words: (value: number) => string, colour: Colour): uPlot.Axis {
  return {
    stroke: colour("--color-text-faint"),
    font: "12px Inter Variable, sans-serif",
    size: 68,
    grid: { stroke: colour("--color-line"), width: 1 },
    ticks: { show: false },
    values: (_, values) => values.map(words),
  }
}

/** Colours as the canvas understands them: the browser works out what a token means in this theme. */
function paints(place: HTMLElement): Colour {
  const probe = make("i", { hidden: true })
  place.append(probe)
  return (token) => {
    probe.style.color = `var(${token})`
    return getComputedStyle(probe).color
  }
}

/** The legend: the row pointed at, or the sums. */
function told(data: TableData, row: number | undefined, words: (value: number) => string): Node[] {
  const heading = make("b", {}, row === undefined ? "All" : (data.labels[row] ?? ""))
  const parts = data.columns.map(({ name, values }, index) => {
    const value = row === undefined ? values.reduce((sum, one) => sum + one, 0) : (values[row] ?? 0)
    const dot = make("i", { class: "dot" })
    dot.style.setProperty("--dot-color", `var(${COLOURS[index % COLOURS.length]})`)
    return make("span", {}, dot, `${name} ${words(value)}`)
  })
  return [heading, ...parts]
}
