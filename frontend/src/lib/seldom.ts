export interface Seldom {
  ring(): void
  stop(): void
}

/** Runs at the first ring, then at most once in so many milliseconds, and always once more after the last ring. */
export function seldom(run: () => void, milliseconds: number): Seldom {
  let timer: ReturnType<typeof setTimeout> | undefined
  let missed = false

  const now = () => {
    missed = false
    run()
    timer = setTimeout(() => {
      timer = undefined
      if (missed) now()
    }, milliseconds)
  }
  return {
    ring: () => {
      if (timer === undefined) now()
      else missed = true
    },
    stop: () => clearTimeout(timer),
  }
}
