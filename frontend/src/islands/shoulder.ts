import htmx from "htmx.org"
import type { Undo } from "../lib/islands"
import { tab } from "../lib/tab"

const TOGETHER_MS = 150 // several bells often ring at once: one look answers them all

/**
 * What waits on the composer's shoulder, equal in all windows. It also knows which turn is written at the end of the
 * conversation: one that has begun elsewhere (another window, or the house itself, with no window open) is shown here, too.
 */
export function mount(shoulder: HTMLElement): Undo {
  const { conversation, address } = shoulder.dataset
  let timer: ReturnType<typeof setTimeout> | undefined
  const look = () => {
    if (address)
      htmx.ajax("get", address, { source: "#shoulder", target: "#shoulder", swap: "outerHTML" }).catch(() => {})
  }
  const soon = () => {
    clearTimeout(timer)
    timer = setTimeout(() => (sending() ? soon() : look()), TOGETHER_MS)
  }
  const rung = tab.onWake((topic, id, place) => {
    if (topic === "queue" && id === conversation) soon()
    if (topic === "turn" && place === conversation && !shown(id)) soon()
  })
  const ended = () => {
    if (shoulder.querySelector(".queued")) soon() // it may have ended so that they have to wait
  }
  let missed = false
  const standing = tab.onStanding(({ is }) => {
    if (is === "away") missed = true
    if (is !== "open" || !missed) return
    missed = false
    soon()
  })

  void catchUp(shoulder.dataset)
  document.addEventListener("turn:ended", ended)
  tab.start()
  return () => {
    clearTimeout(timer)
    rung()
    standing()
    document.removeEventListener("turn:ended", ended)
  }
}

function shown(turn: string): boolean {
  return document.getElementById(`turn-${turn}`) !== null
}

/** Our own question is on its way: what it begins comes with its answer. */
function sending(): boolean {
  return document.querySelector("#composer[data-sending]") !== null
}

/** Show the turn that is being written, if this page ends where it began: a page that shows another branch stays as it is. */
async function catchUp({ writing, after, page }: DOMStringMap): Promise<void> {
  const thread = document.getElementById("thread")
  if (!writing || !page || !thread || shown(writing)) return
  const last = [...thread.querySelectorAll<HTMLElement>("article[data-turn]")].at(-1)
  if ((last?.dataset.turn ?? "") !== (after ?? "")) return
  const answer = await fetch(page, { headers: { "X-Fragment": "1" } }).catch(() => null)
  const markup = answer?.ok ? await answer.text() : ""
  if (markup && !shown(writing)) htmx.swap(thread, markup, { swapStyle: "beforeend", swapDelay: 0, settleDelay: 0 })
}
