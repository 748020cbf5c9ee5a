/** An island's file: put life into the element, return the way back. */
export interface Island {
  mount(element: HTMLElement): Undo
}
export type Undo = () => void
type Find = () => Promise<Island>
type Register = Record<string, Find>

/** Registers keyed by an island's name, from `./islands/turn.ts` or `turn`, and from a module or a promise of one. */
export function names(files: Record<string, Island | Find>): Register {
  return Object.fromEntries(
    Object.entries(files).map(([path, file]) => [nameOf(path), typeof file === "function" ? file : async () => file]),
  )
}

function nameOf(path: string): string {
  return path.replace(/^.*\//, "").replace(/\.ts$/, "")
}

/**
 * Mount every `data-island` there is and every one that comes; undo those that go, or are none any more. An island moved within the page keeps
 * its life. A name the register lacks is looked up in `more`, which is fetched once it is asked for. A name
 * without a file, or a file that cannot be loaded, leaves the element as the server drew it.
 */
export function start(document: Document, islands: Register, more: () => Promise<Register> = async () => ({})): Undo {
  const alive = new Map<HTMLElement, Undo>()
  const find = async (name: string) => (islands[name] ?? (await more())[name])?.()
  const mountAll = (root: ParentNode) => {
    for (const element of [root, ...root.querySelectorAll("[data-island]")]) {
      if (element instanceof HTMLElement && element.dataset.island) void mount(element, find, alive)
    }
  }
  const watcher = new MutationObserver((changes) => {
    for (const node of changes.flatMap((change) => [...change.addedNodes])) {
      if (node instanceof HTMLElement) mountAll(node)
    }
    for (const [element, undo] of alive) {
      if (element.isConnected && element.dataset.island) continue
      alive.delete(element)
      undo()
    }
  })

  mountAll(document.body)
  watcher.observe(document.body, { childList: true, subtree: true })
  return () => {
    watcher.disconnect()
    for (const undo of alive.values()) undo()
  }
}

async function mount(
  element: HTMLElement,
  find: (name: string) => Promise<Island | undefined>,
  alive: Map<HTMLElement, Undo>,
): Promise<void> {
  if (alive.has(element)) return
  alive.set(element, () => {}) // taken: a second look while the file is on its way must not mount it again

  try {
    const island = await find(element.dataset.island ?? "")
    if (!island) return
    if (!alive.has(element)) return // it went while its file was on its way
    alive.set(element, island.mount(element))
    element.dataset.alive = "" // styles and stories wait for it
  } catch {
    alive.delete(element)
  }
}
