import { money } from "./money"
import { duration } from "./time"

/** The same figures as usage/estimates.py and chatapp/composer/expected.py. */
export const TYPICAL_BYTES = 4
export const PER_MESSAGE = 8
export const SIZES = [4_000, 32_000]
const NEAR_PERCENT = 80

/** What the page was told; a range is [size, tokens of half, of nine tenths, milliseconds of half, of nine tenths]. */
export interface Known {
  used: number
  window: number
  prompt: number
  completion: number
  known: boolean
  ranges: [number, number, number, number, number][]
}

export interface Expected {
  percent: number
  near: boolean
  context: string
  cost: string
}

const encoder = new TextEncoder()

/** Tokens of what is typed, rounded up. */
export function tokensOf(text: string): number {
  return text ? PER_MESSAGE + Math.ceil(encoder.encode(text).length / TYPICAL_BYTES) : 0
}

/** How full the window is and what the answer will probably cost and take, with so many tokens more. */
export function expecting(known: Known, more: number): Expected {
  const input = known.used + more
  const percent = Math.min(100, Math.floor((100 * input) / known.window))
  const size = SIZES.filter((limit) => input >= limit).length
  const range = known.ranges.findLast((each) => each[0] <= size) ?? known.ranges[0]
  return {
    percent,
    near: percent >= NEAR_PERCENT,
    context: fullness(input, known.window, percent),
    cost: cost(known, input, range),
  }
}

function fullness(input: number, window: number, percent: number): string {
  if (input > window) return "Too much for this engine: the oldest is left out"
  return percent >= NEAR_PERCENT ? `Nearly full: ${percent}% of context` : `${percent}% of context`
}

function cost(known: Known, input: number, range: Known["ranges"][number] | undefined): string {
  if (!range || known.completion <= 0) return ""
  const [, few, many, quick, slow] = range
  const low = input * known.prompt + few * known.completion
  const high = input * known.prompt + many * known.completion
  const word = known.known ? "about" : "estimate"
  return `${word} ${between(money(low), money(high))} · ${between(duration(quick / 1000), duration(slow / 1000))}`
}

/** "0.31–1.20 ¢": a unit they share is said once. */
function between(low: string, high: string): string {
  if (low === high) return low
  const unit = /^\S+( \S+)$/.exec(high)?.[1]
  return `${unit && low.endsWith(unit) && !low.slice(0, -unit.length).includes(" ") ? low.slice(0, -unit.length) : low}–${high}`
}
