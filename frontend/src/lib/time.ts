const MINUTE = 60
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** How long something took or takes: "0.4 s", "6 s", "1 min 20 s", "2 h 5 min". */
export function duration(seconds: number): string {
  if (seconds < 0.95) return `${Math.max(0.1, Math.round(seconds * 10) / 10)} s`
  const whole = Math.round(seconds)
  if (whole < MINUTE) return `${whole} s`
  if (whole < HOUR) return together(Math.floor(whole / MINUTE), "min", whole % MINUTE, "s")
  return together(Math.floor(whole / HOUR), "h", Math.floor((whole % HOUR) / MINUTE), "min")
}

/** The line above an answer, from the moment the turn began: "Thinking 6 s", "Thought for 6 s". Nothing before one second. */
export function thinking(seconds: number, done: boolean): string {
  const whole = Math.floor(seconds)
  if (done) return `Thought for ${duration(Math.max(1, whole))}`
  return whole < 1 ? "Thinking" : `Thinking ${duration(whole)}`
}

/** How long ago, in one word or two: "just now", "4 min", "9 h", "3 days". */
export function ago(seconds: number): string {
  if (seconds < 45) return "just now"
  if (seconds < HOUR) return `${Math.max(1, Math.round(seconds / MINUTE))} min`
  if (seconds < DAY) return `${Math.round(seconds / HOUR)} h`
  const days = Math.round(seconds / DAY)
  return days === 1 ? "1 day" : `${days} days`
}

/** A film's length: "0:08", "1:15". */
export function clock(seconds: number): string {
  const whole = Math.round(seconds)
  return `${Math.floor(whole / MINUTE)}:${String(whole % MINUTE).padStart(2, "0")}`
}

function together(large: number, largeUnit: string, small: number, smallUnit: string): string {
  return small === 0 ? `${large} ${largeUnit}` : `${large} ${largeUnit} ${small} ${smallUnit}`
}
