import { announce, make } from "./dom"
import { save } from "./saving"

const PLACE = "/diagrams/"
const PATIENCE_MS = 20_000
const LONGEST = 20_000
// What the frame has cleaned is looked at once more: it is shown as an image, where nothing runs, but may also be saved.
const ALIVE = /<(?:script|foreignObject|iframe|image|use|a)[\s>]|\son[a-z]+\s*=|javascript:|href\s*=/i

type Told = { svg: string } | { wrong: string }

let place: Promise<HTMLIFrameElement> | undefined

/** Draw the diagram of the block this button stands on; its source stays, and is what stands for the picture in words. */
export async function drawFrom(button: HTMLElement): Promise<void> {
  const block = button.closest<HTMLElement>(".code")
  if (!block) return
  button.setAttribute("disabled", "")
  const told = await drawn(block.querySelector("code")?.textContent ?? "")
  button.removeAttribute("disabled")
  block.querySelector(".diagram")?.remove()
  block.querySelector(".code-head")?.after("svg" in told ? figure(told.svg) : sentence(told.wrong))
  if ("svg" in told) button.textContent = "Draw it again"
  announce("svg" in told ? "The diagram is drawn." : "This diagram could not be drawn.")
}

async function drawn(source: string): Promise<Told> {
  if (source.length > LONGEST) return { wrong: "It is longer than 20,000 characters." }
  try {
    place ??= open()
    const { contentWindow } = await place
    const { port1, port2 } = new MessageChannel()
    const answer = new Promise<Told>((resolve) => (port1.onmessage = ({ data }) => resolve(data as Told)))
    contentWindow?.postMessage({ draw: source, dark: isDark() }, "*", [port2])
    return await Promise.race([answer, late()])
  } catch {
    place = undefined
    return { wrong: "What draws it could not be fetched." }
  }
}

/** The frame in which it is drawn: of no origin, over the page but neither seen nor touched; one out of sight would be paused. */
function open(): Promise<HTMLIFrameElement> {
  const frame = make("iframe", {
    src: PLACE,
    sandbox: "allow-scripts",
    class: "drawing-place",
    tabindex: "-1",
    "aria-hidden": "true",
    title: "Draws diagrams",
  })
  const ready = new Promise<HTMLIFrameElement>((resolve) => {
    addEventListener("message", ({ source, data }) => {
      if (source === frame.contentWindow && data === "ready to draw") resolve(frame)
    })
  })
  document.body.append(frame)
  return Promise.race([
    ready,
    late().then(() => {
      frame.remove()
      throw new Error("late")
    }),
  ])
}

const late = () =>
  new Promise<Told>((resolve) => setTimeout(() => resolve({ wrong: "It took longer than 20 seconds." }), PATIENCE_MS))

function isDark(): boolean {
  const theme = document.documentElement.dataset.theme
  return theme ? theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches
}

/** The picture, as an image: in it nothing runs and nothing is fetched. */
function figure(words: string): HTMLElement {
  if (!words.startsWith("<svg") || ALIVE.test(words)) return sentence("")
  const image = make("img", {
    src: URL.createObjectURL(new Blob([words], { type: "image/svg+xml" })),
    alt: "The diagram; its source stands below.",
  })
  image.addEventListener("load", () => shown(image), { once: true })
  const zoom = make("button", { class: "tool", type: "button", "aria-pressed": "false" }, "Full size")
  const keep = make("button", { class: "tool", type: "button" }, "Save as SVG")
  const sheet = make("div", { class: "diagram-sheet", tabindex: "0", role: "group", "aria-label": "Diagram" }, image)
  const whole = make("figure", { class: "diagram" }, sheet, make("div", { class: "row" }, zoom, keep))
  zoom.addEventListener("click", () => {
    zoom.setAttribute("aria-pressed", String(whole.toggleAttribute("data-large")))
  })
  keep.addEventListener("click", () => save(words, "diagram.svg", "image/svg+xml"))
  return whole
}

/** Somebody asked to see it: the thread, which stays at its end when it grows, would carry it out of sight. */
function shown(image: HTMLImageElement): void {
  URL.revokeObjectURL(image.src)
  const look = () => image.closest(".diagram")?.scrollIntoView({ block: "nearest" })
  requestAnimationFrame(() => requestAnimationFrame(look)) // after the thread has done so
}

function sentence(why: string): HTMLElement {
  const words = make("p", {}, "This diagram could not be drawn. Its source stands below.")
  if (why) words.append(make("span", { class: "faint" }, ` ${why}`))
  return make("div", { class: "diagram diagram-wrong" }, words)
}
