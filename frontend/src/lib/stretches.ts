import type { Undo } from "./islands"

const NEAR = "1500px 0px" // about two screens: what comes is there before one gets to it

/**
 * A long thread comes in stretches. Near its edge the way to the next one (`[data-stretch] a`, which htmx follows) is
 * followed by itself; what comes above the reader does not move what he reads.
 */
export function loadNearby(thread: HTMLElement, scroller: HTMLElement): Undo {
  let held: { node: Element; top: number } | undefined
  const near = new IntersectionObserver(
    (seen) => {
      for (const { isIntersecting, target } of seen) if (isIntersecting) target.querySelector("a")?.click()
    },
    { root: scroller === document.documentElement ? null : scroller, rootMargin: NEAR },
  )
  const look = (root: ParentNode) => {
    for (const way of root.querySelectorAll("[data-stretch]")) near.observe(way)
  }
  const hold = () => {
    const edge = scroller.getBoundingClientRect().top
    const node = [...thread.children].find((child) => child.getBoundingClientRect().bottom > edge && isTurn(child))
    held = node && { node, top: node.getBoundingClientRect().top }
  }
  const came = new MutationObserver(() => {
    look(thread)
    if (!held?.node.isConnected) return
    const moved = held.node.getBoundingClientRect().top - held.top
    held = undefined
    // The browser may have held it already; then nothing has moved.
    if (Math.abs(moved) > 1) scroller.scrollTop += moved
  })

  look(thread)
  came.observe(thread, { childList: true })
  thread.addEventListener("htmx:beforeSwap", hold)
  return () => {
    near.disconnect()
    came.disconnect()
    thread.removeEventListener("htmx:beforeSwap", hold)
  }
}

function isTurn(node: Element): boolean {
  return node.matches("article.turn")
}
