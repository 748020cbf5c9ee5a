/** What the tray shows of one job. */
export interface Entry {
  job: string
  state: string
  /** "Film · a fox crossing a river" */
  words: string
  /** "Rendering 62%" */
  says: string
}

export interface News {
  sentence: string
  ready: boolean
  /** Without the words of the order, for whoever looks over a shoulder: "Film: Ready" */
  plainly: string
}

const AT_REST: readonly string[] = ["ready", "blocked", "refused", "failed", "expired", "cancelled", "uncertain"]

/**
 * What there is to say after the tray has changed: each job that has come to rest since, once. States on the way are not
 * news, and neither is what had ended before we first looked.
 */
export function news(before: ReadonlyMap<string, string> | undefined, now: readonly Entry[]): News[] {
  if (!before) return []
  return now
    .filter(({ job, state }) => AT_REST.includes(state) && before.get(job) !== state)
    .map(({ words, says, state }) => ({
      sentence: `${says}: ${words}`,
      ready: state === "ready",
      plainly: `${words.split(" · ")[0]}: ${says}`,
    }))
}
