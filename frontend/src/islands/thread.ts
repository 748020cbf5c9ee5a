import { listenForBranches } from "../lib/branching"
import { dress } from "../lib/code"
import { flash } from "../lib/flash"
import type { Undo } from "../lib/islands"
import { loadNearby } from "../lib/stretches"

const ABOVE_PX = 12 // air above a question that stands at the top
const NEAR_PX = 96 // nearer to the end than this, one is reading along

/**
 * The scroll of a thread: it follows the words only while one is at the end; a new question is brought to the top once;
 * nothing else ever moves the page under a reader.
 */
export function mount(thread: HTMLElement): Undo {
  const scroller = thread.closest<HTMLElement>(".room-main") ?? document.documentElement
  let following = true
  let stayAt: number | undefined
  const atEnd = () => scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < NEAR_PX
  const toEnd = () => scroller.scrollTo({ top: scroller.scrollHeight })
  const looked = () => {
    if (stayAt !== undefined && Math.abs(scroller.scrollTop - stayAt) >= 1) stayAt = undefined
    following = atEnd() && stayAt === undefined
    thread.toggleAttribute("data-away", !atEnd())
  }
  // The last turn is as high as the room from now on: its question stands at the top when one is at the end, and the
  // answer fills what is below it. It stays so when the answer is replaced by its finished markup, and nothing jumps.
  const anchor = () => {
    const last = thread.lastElementChild
    if (!last) return
    const below = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight
    const end = last.getBoundingClientRect().bottom - scroller.getBoundingClientRect().bottom
    thread.style.setProperty("--turn-room", `${Math.max(0, scroller.clientHeight - (below - end) - ABOVE_PX)}px`)
    thread.dataset.anchored = ""
  }
  const resized = () => thread.dataset.anchored !== undefined && anchor()
  const grown = new ResizeObserver(() => {
    if (following) toEnd()
    else looked()
  })
  const follow = () => {
    following = true
    stayAt = undefined
  }
  const asked = new MutationObserver((changes) => {
    const came = changes.flatMap((change) => [...change.addedNodes])
    if (came.some(isOpenTurn)) {
      follow()
      anchor()
    }
    // What the server drew has its words; the tools come with the script.
    for (const node of came) if (node instanceof HTMLElement) dress(node)
    document.getElementById("opening")?.toggleAttribute("hidden", thread.childElementCount > 0)
  })
  const button = document.querySelector<HTMLButtonElement>("[data-to-end]")
  const press = () => {
    follow()
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches
    scroller.scrollTo({ top: scroller.scrollHeight, behavior: still ? "auto" : "smooth" })
  }

  // Another branch may be longer: whoever switches stays where the branches part, until they scroll themselves.
  const stay = () => {
    following = false
    stayAt = scroller.scrollTop
  }

  dress(thread)
  const name = thread.dataset.show ?? location.hash.slice(1)
  const named = name.startsWith("turn-") ? document.getElementById(name) : null
  if (named && named !== thread.lastElementChild) named.scrollIntoView()
  else toEnd()
  if (named && thread.dataset.show) flash(named)
  looked()
  scroller.addEventListener("scroll", looked, { passive: true })
  button?.addEventListener("click", press)
  addEventListener("resize", resized)
  grown.observe(thread)
  asked.observe(thread, { childList: true })
  const leave = [loadNearby(thread, scroller), listenForBranches(thread, scroller, stay)]
  return () => {
    for (const each of leave) each()
    scroller.removeEventListener("scroll", looked)
    button?.removeEventListener("click", press)
    removeEventListener("resize", resized)
    grown.disconnect()
    asked.disconnect()
  }
}

function isOpenTurn(node: Node): boolean {
  return (
    node instanceof HTMLElement &&
    (node.matches("[data-open]") || node.querySelector("[data-stop][data-open]") !== null)
  )
}
