export interface Choice {
  name: string
  /** It takes something from the owner. */
  restricts: boolean
}

/** Whether choosing one of the two takes the other away: the server would refuse them together. */
export function excludes(one: Choice, other: Choice): boolean {
  if (one.name === other.name) return false
  const names = [one.name, other.name]
  if (names.includes("escalate")) return true
  if (names.includes("hide") && names.includes("remove")) return true
  return (one.name === "allow" && other.restricts) || (other.name === "allow" && one.restricts)
}
