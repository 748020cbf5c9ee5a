/** What was typed and chosen on the bench, kept for this tab until the house has it. The words go with one to the other verb. */
export class Drafts {
  constructor(private readonly store: Pick<Storage, "getItem" | "setItem" | "removeItem">) {}

  get words(): string {
    return this.store.getItem(WORDS) ?? ""
  }

  set words(words: string) {
    if (words) this.store.setItem(WORDS, words)
    else this.store.removeItem(WORDS)
  }

  /** What was chosen for this kind of thing. */
  choices(kind: string): Record<string, string> {
    try {
      const kept: unknown = JSON.parse(this.store.getItem(CHOICES + kind) ?? "{}")
      return typeof kept === "object" && kept !== null ? (kept as Record<string, string>) : {}
    } catch {
      return {}
    }
  }

  keepChoices(kind: string, choices: Record<string, string>): void {
    this.store.setItem(CHOICES + kind, JSON.stringify(choices))
  }
}

const WORDS = "salon:draft:studio"
const CHOICES = "salon:chosen:"
