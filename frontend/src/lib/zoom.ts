export interface Size {
  width: number
  height: number
}

const MOST = 12

/** How near one is to a picture that fits into its box. Knows numbers, no page; lengths are in pixels, from the middle. */
export class Zoom {
  scale = 1
  x = 0
  y = 0

  constructor(
    private readonly box: () => Size,
    private readonly picture: () => Size,
  ) {}

  get near(): boolean {
    return this.scale > 1
  }

  /** By so much nearer, or further below 1; what lies under this point stays there. */
  by(factor: number, x = 0, y = 0): void {
    const scale = Math.min(MOST, Math.max(1, this.scale * factor))
    const grows = scale / this.scale
    this.scale = scale
    this.#place(x - (x - this.x) * grows, y - (y - this.y) * grows)
  }

  move(dx: number, dy: number): void {
    this.#place(this.x + dx, this.y + dy)
  }

  whole(): void {
    this.scale = 1
    this.#place(0, 0)
  }

  /** The picture's edge is never pulled further in than it must be. */
  #place(x: number, y: number): void {
    const [box, fitted] = [this.box(), this.#fitted()]
    const within = (wanted: number, side: "width" | "height") => {
      const room = Math.max(0, (fitted[side] * this.scale - box[side]) / 2)
      return Math.min(room, Math.max(-room, wanted))
    }
    this.x = within(x, "width")
    this.y = within(y, "height")
  }

  #fitted(): Size {
    const [box, picture] = [this.box(), this.picture()]
    const fits = Math.min(box.width / picture.width, box.height / picture.height)
    return { width: picture.width * fits, height: picture.height * fits }
  }
}
