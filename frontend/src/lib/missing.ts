/** What a decision still wants before it is sent, as a sentence; nothing when it is whole. */
export function missing(chosen: number, reason: string): string | undefined {
  const written = reason.trim() !== ""
  if (chosen > 0) return written ? undefined : "Write the reason first: its owner reads it."
  return written
    ? "Choose first what is to happen."
    : "Choose what is to happen, and write the reason: its owner reads it."
}
