import type { Undo } from "./islands"

/** Alt with the arrows goes through one's own last prompts, and back to what was being written. */
export function lastPrompts(words: HTMLTextAreaElement, address: string): Undo {
  let known: Promise<string[]> | undefined
  let at = -1
  let own = ""

  const go = async (step: number) => {
    known ??= fetched(address)
    const prompts = await known
    const next = Math.max(-1, Math.min(prompts.length - 1, at + step))
    if (next === at) return
    if (at === -1) own = words.value
    at = next
    words.value = prompts[at] ?? own
    words.dispatchEvent(new Event("input", { bubbles: true }))
  }
  const pressed = (event: KeyboardEvent) => {
    const step = { ArrowUp: 1, ArrowDown: -1 }[event.key]
    if (!event.altKey || event.ctrlKey || event.metaKey || event.shiftKey || !step) return
    event.preventDefault()
    void go(step)
  }
  words.addEventListener("keydown", pressed)
  return () => words.removeEventListener("keydown", pressed)
}

async function fetched(address: string): Promise<string[]> {
  try {
    const answer = await fetch(address)
    return answer.ok ? ((await answer.json()) as { prompts: string[] }).prompts : []
  } catch {
    return []
  }
}
