// The thread scrolls within the page: its margin counts, where the browser knows of it; else they are drawn when seen.
const NEAR: IntersectionObserverInit & { scrollMargin: string } = { rootMargin: "600px 0px", scrollMargin: "600px 0px" }
const BUDGET_MS = 8 // of one go: then the page gets a turn

let near: IntersectionObserver | undefined
const due: HTMLElement[] = []
let working = false

/** Draw the formulas below `root`, each when it comes near the screen; what draws them is fetched with the first. */
export function watchFormulas(root: ParentNode): void {
  for (const formula of root.querySelectorAll<HTMLElement>(".math:not([data-tex])")) {
    near ??= new IntersectionObserver(seen, NEAR)
    near.observe(formula)
  }
}

/** A block that is drawn anew takes over what its earlier drawing had drawn already. */
export function takeOver(old: ChildNode[], fresh: ParentNode): void {
  const drawn = old.flatMap((node) =>
    node instanceof Element ? [...node.querySelectorAll<HTMLElement>(".math[data-tex]"), ...isDrawn(node)] : [],
  )
  if (drawn.length === 0) return
  for (const formula of fresh.querySelectorAll<HTMLElement>(".math")) {
    const same = drawn.findIndex(
      (other) => other.dataset.tex === formula.textContent && other.className === formula.className,
    )
    if (same >= 0) formula.replaceWith(...drawn.splice(same, 1))
  }
}

const isDrawn = (node: Element) => (node instanceof HTMLElement && node.matches(".math[data-tex]") ? [node] : [])

function seen(entries: IntersectionObserverEntry[]): void {
  for (const { target, isIntersecting } of entries) {
    if (!isIntersecting && target.isConnected) continue
    near?.unobserve(target)
    if (target.isConnected) due.push(target as HTMLElement)
  }
  if (due.length && !working) void work()
}

async function work(): Promise<void> {
  working = true
  try {
    const { drawFormula } = await import("./katex")
    while (due.length) {
      const until = performance.now() + BUDGET_MS
      for (let next = due.shift(); next; next = performance.now() < until ? due.shift() : undefined) {
        if (next.isConnected && next.dataset.tex === undefined) drawFormula(next)
      }
      await new Promise((resolve) => setTimeout(resolve))
    }
  } catch {
    due.length = 0 // the formulas stay as they were written
  } finally {
    working = false
  }
}
