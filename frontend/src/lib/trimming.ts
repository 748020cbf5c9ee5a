export interface Part {
  begins: number
  ends: number
}
export type Handle = keyof Part

/** The length of a film and its frames: a part has at least one of them and lies within. */
export class Film {
  constructor(
    readonly seconds: number,
    readonly fps: number,
  ) {}

  get frame(): number {
    return 1 / this.fps
  }

  /** The moment at which the frame nearest to this one begins. */
  snapped(seconds: number): number {
    const whole = Math.min(Math.max(seconds, 0), this.seconds)
    return Math.round(Math.round(whole * this.fps) * this.frame * 1e4) / 1e4
  }

  /** The part with one handle moved: it never passes the other one. */
  moved(part: Part, handle: Handle, to: number): Part {
    const at = this.snapped(Number.isFinite(to) ? to : part[handle])
    if (handle === "begins") return { ...part, begins: Math.min(at, this.snapped(part.ends - this.frame)) }
    return { ...part, ends: Math.max(at, this.snapped(part.begins + this.frame)) }
  }

  /** How far a key moves a handle: a frame, with Shift a second; none for another key. */
  step(key: string, shift: boolean): number | undefined {
    const far = shift ? 1 : this.frame
    if (key === "ArrowRight" || key === "ArrowUp") return far
    if (key === "ArrowLeft" || key === "ArrowDown") return -far
    if (key === "Home") return -this.seconds
    if (key === "End") return this.seconds
    return undefined
  }
}

export interface Takes {
  verb: string
  least: number
  most: number
}

/** Which verbs take a part of this length, and what the others want. */
export function verbsFor(length: number, takes: Takes[]): string {
  const fits = ({ least, most }: Takes) => length >= least && length <= most
  const willing = takes.filter(fits).map(({ verb }) => verb)
  const others = takes
    .filter((each) => !fits(each))
    .map(({ verb, least, most }) => `${verb} takes ${least > 0 ? `${least} to ${most}` : `up to ${most}`} s`)
  const first = willing.length > 0 ? `${willing.join(" and ")} ${willing.length > 1 ? "take" : "takes"} it.` : ""
  return [first, others.length > 0 ? `${others.join("; ")}.` : ""].filter(Boolean).join(" ")
}
