/** Time and chance, handed in so that a test can hold them. `after` returns the way to call it off. */
export interface Clock {
  now(): number
  after(milliseconds: number, run: () => void): () => void
  random(): number
}
