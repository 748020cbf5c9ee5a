/** The server's two hexadecimal digits for width over height, on a scale of octaves (studio/gallery/shape.py). */
const STEPS = 40
const SQUARE = 128
const TABLE = Array.from({ length: 256 }, (_, code) => 2 ** ((code - SQUARE) / STEPS))

/** The ratios a string of them says; what is no such digit is square. */
export function ratiosOf(shapes: string): number[] {
  const ratios: number[] = []
  for (let at = 0; at + 1 < shapes.length; at += 2)
    ratios.push(TABLE[Number.parseInt(shapes.slice(at, at + 2), 16)] ?? 1)
  return ratios
}
