import type { Clock } from "./clock"

/** Well below the server's window (256 KiB), so that a reader who keeps up is never near it. */
export const ACK_BYTES = 32_768
export const ACK_MS = 250

/**
 * How many bytes this tab has read and not yet told. The server closes a tab that does not read; telling every so many
 * bytes, and soon after the last, keeps its count small. Each ack says how many bytes were read since the one before.
 */
export class Gauge {
  #bytes = 0
  #callOff: (() => void) | undefined
  readonly #encoder = new TextEncoder()

  constructor(
    private readonly clock: Clock,
    private readonly acknowledge: (bytes: number) => void,
  ) {}

  /** One frame was read. */
  count(data: string): void {
    this.#bytes += this.#encoder.encode(data).length
    if (this.#bytes >= ACK_BYTES) return this.#tell()
    this.#callOff ??= this.clock.after(ACK_MS, () => this.#tell())
  }

  /** Another line counts from nothing. */
  reset(): void {
    this.#callOff?.()
    this.#callOff = undefined
    this.#bytes = 0
  }

  #tell(): void {
    const bytes = this.#bytes
    this.reset()
    if (bytes > 0) this.acknowledge(bytes)
  }
}
