/** What the house says of a file it has taken. */
export interface Chip {
  id: string
  name: string
  kind: "picture" | "text"
  about: string
  tokens: number
  whole: string
  small: string
  /** Where it is taken out of the house; empty when it stands beside a question or in a project already. */
  delete: string
}

export interface Limits {
  bytes: number
  count: number
  /** All of them in one sentence. */
  words: string
}

interface FileLike {
  name: string
  size: number
}

/** Why this file need not even be sent, in a sentence; none when it may go. */
export function problemWith(file: FileLike, beside: number, limits: Limits): string | undefined {
  if (beside >= limits.count) return `${limits.count} files are the most for one question.`
  if (file.size > limits.bytes)
    return `This file is ${megabytes(file.size)} large; ${megabytes(limits.bytes)} is the most.`
  if (file.size === 0) return "There is nothing in this file."
  return undefined
}

/** Megabytes as people say them. */
export function megabytes(bytes: number): string {
  const many = bytes / 1_048_576
  return `${many < 10 ? many.toFixed(1) : Math.round(many)} MB`
}

/** The files in a paste or a drop. A paste from an office has a picture beside its words: then the words are meant. */
export function filesIn(data: Pick<DataTransfer, "files" | "types"> | null): File[] {
  if (!data || data.types.includes("text/plain")) return []
  return [...data.files]
}

/** A name for what has none: browsers call every pasted picture alike. */
export function nameFor(file: { name: string; type: string }, pasted: number): string {
  const alike = /^image\.(png|jpe?g|webp|gif)$/i.exec(file.name)
  return alike ? `Pasted picture ${pasted}.${alike[1]}` : file.name
}

/** Runs a few at once, the others in turn. */
export class Lanes {
  #running = 0
  #waiting: (() => void)[] = []

  constructor(private readonly most: number) {}

  async run<Result>(work: () => Promise<Result>): Promise<Result> {
    if (this.#running >= this.most) await new Promise<void>((go) => this.#waiting.push(go))
    this.#running += 1
    try {
      return await work()
    } finally {
      this.#running -= 1
      this.#waiting.shift()?.()
    }
  }
}
