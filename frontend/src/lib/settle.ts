import htmx from "htmx.org"
import { dress } from "./code"
import { announce } from "./dom"

/** The parts of a block that a script has added to it, or has drawn in the place of what stood there. */
const TOOLS = ".code-tools, .code-lines, .table-tools"
const BUDGET_MS = 8 // of one go: then the page gets a turn

const ENDS: Record<string, string> = {
  finished: "Grok has answered.",
  stopped: "Stopped. What was written is kept.",
  interrupted: "The answer was interrupted. What was written is kept.",
  failed: "The answer failed.",
  refused: "The answer was refused.",
  withheld: "The answer was withheld.",
}

/**
 * Tell those who listen that it `ended` (the state it ended in, if it was heard to), and when the finished markup of this
 * turn comes keep what was `drawn`. An answer that goes on is left to htmx.
 */
export function keepDrawn(turn: HTMLElement, drawn: Promise<void>, ended: string): void {
  if (ended) announce(ENDS[ended] ?? "The answer has ended.")
  const came = (event: Event) => {
    const { detail } = event as CustomEvent<{ shouldSwap: boolean; serverResponse: string }>
    if (event.target !== turn || !detail.shouldSwap) return
    turn.removeEventListener("htmx:beforeSwap", came)
    const finished = finishedTurn(detail.serverResponse)
    if (!finished) return
    detail.shouldSwap = false
    void drawn
      .then(() => settle(turn, finished))
      .catch(() => replaced(turn, finishedTurn(detail.serverResponse) ?? finished)) // read anew: parts of it may stand already
      .then((settled) => {
        dress(settled)
        htmx.process(settled)
      })
  }
  turn.addEventListener("htmx:beforeSwap", came)
}

function finishedTurn(markup: string): HTMLElement | undefined {
  const turn = new DOMParser().parseFromString(markup, "text/html").body.firstElementChild
  return turn instanceof HTMLElement && turn.matches("article.turn:not([data-open])") ? turn : undefined
}

/**
 * Put the server's finished markup around an answer that was drawn here; returns the turn that stands in the page then.
 * What was drawn stays where the server says the same, so that a long answer is not laid out twice, nothing moves under a
 * reader and no selection is lost; what differs is exchanged, a few blocks at a time.
 */
export async function settle(turn: HTMLElement, finished: HTMLElement): Promise<HTMLElement> {
  const drawn = turn.querySelector<HTMLElement>(":scope > .answer")
  const said = finished.querySelector<HTMLElement>(":scope > .answer")
  if (!drawn || !said) return replaced(turn, finished)
  takeAttributes(turn, finished)
  takeAttributes(drawn, said)
  exchangeAround(drawn, said)
  await exchange(drawn, said)
  return turn
}

function replaced(turn: HTMLElement, finished: HTMLElement): HTMLElement {
  turn.replaceWith(finished)
  return finished
}

function takeAttributes(from: Element, to: Element): void {
  for (const { name } of [...from.attributes]) if (!to.hasAttribute(name)) from.removeAttribute(name)
  for (const { name, value } of [...to.attributes])
    if (from.getAttribute(name) !== value) from.setAttribute(name, value)
}

/** What says `data-stays` has a life of its own, and somebody may be writing in it. */
function exchangeAround(drawn: Element, said: Element): void {
  const around = (answer: Element) => [...(answer.parentElement?.children ?? [])].filter((each) => each !== answer)
  const [old, fresh] = [around(drawn), around(said)]
  const opened = old.some((each) => each.matches("details[data-thinking][open]"))
  for (const each of fresh) if (opened && each.matches("details[data-thinking]")) each.setAttribute("open", "")
  const isBefore = (each: Element) => (each.compareDocumentPosition(said) & Node.DOCUMENT_POSITION_FOLLOWING) !== 0
  const before = fresh.filter(isBefore)
  const focused = document.activeElement
  const staying = (each: Element) => old.find((stays) => stays.matches("[data-stays]") && stays.id === each.id) ?? each
  for (const each of old) each.remove()
  drawn.before(...before.map(staying))
  drawn.after(...fresh.filter((each) => !before.includes(each)).map(staying))
  if (focused instanceof HTMLElement && old.some((each) => each.contains(focused)))
    focused.focus({ preventScroll: true })
}

async function exchange(drawn: HTMLElement, said: HTMLElement): Promise<void> {
  const old = [...drawn.children]
  const fresh = [...said.children]
  let until = performance.now() + BUDGET_MS
  for (const [index, block] of fresh.entries()) {
    if (performance.now() > until) {
      await new Promise((resolve) => setTimeout(resolve))
      if (!drawn.isConnected) return
      until = performance.now() + BUDGET_MS
    }
    const stands = old[index]
    if (!stands) drawn.append(block)
    else if (outline(stands) !== outline(block)) stands.replaceWith(block)
  }
  for (const rest of old.slice(fresh.length)) rest.remove()
}

/** What a block says, without what scripts made of it: two with the same outline are the same drawing. */
export function outline(node: Node): string {
  if (node instanceof Text) return node.data
  if (!(node instanceof HTMLElement)) return ""
  if (node.matches(TOOLS)) return ""
  if (node.matches(".math")) return `<math>${node.dataset.tex ?? node.textContent}`
  if (node.localName === "code") return `<code>${node.textContent}`
  const facts = ["href", "src", "checked", "start"].map((name) => node.getAttribute(name) ?? "").join(" ")
  const children = [...node.childNodes].map(outline).join("")
  return `<${node.localName} ${node.className} ${facts}>${children}</>`
}
