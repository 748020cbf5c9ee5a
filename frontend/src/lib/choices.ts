/** What each engine takes, field by field: data-limits of the order form. */
export type Limits = Record<string, Record<string, string[]>>

/** What this engine takes in a field; undefined: it takes whatever is there. Empty: it has no such thing. */
export function taken(limits: Limits, engine: string, field: string): string[] | undefined {
  return limits[engine]?.[field]
}

/** What was chosen, if it is taken; else the nearest that is: in shape for "16:9", in size for "720p" and "8". */
export function nearest(offered: readonly string[], chosen: string): string | undefined {
  if (offered.includes(chosen)) return chosen
  const size = measure(chosen)
  const away = (value: string) => Math.abs(measure(value) - size)
  return offered.reduce<string | undefined>(
    (best, value) => (best === undefined || away(value) < away(best) ? value : best),
    undefined,
  )
}

/** On a scale on which equal steps look equal: twice as wide is as far from square as twice as high. */
function measure(value: string): number {
  const [width = Number.NaN, height = 1] = value.split(":").map(Number.parseFloat)
  return Math.log(width / height)
}
