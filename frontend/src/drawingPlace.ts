import mermaid from "mermaid"

/**
 * Runs in a frame of nobody's origin (chatapp/views/diagrams.py): draws what the page above tells it, and tells the picture.
 * No scripts, links or markup in labels; what a diagram says of its own settings is not heard.
 */
interface Wish {
  draw: string
  dark: boolean
}

const LONGEST = 20_000
const FONT = "system-ui, sans-serif"
let drawn = 0

async function draw({ draw: source, dark }: Wish): Promise<{ svg: string } | { wrong: string }> {
  mermaid.initialize({
    startOnLoad: false,
    securityLevel: "strict",
    htmlLabels: false,
    flowchart: { htmlLabels: false },
    theme: dark ? "dark" : "neutral",
    fontFamily: FONT,
    maxTextSize: LONGEST,
    maxEdges: 400,
    suppressErrorRendering: true,
    secure: [
      "secure",
      "securityLevel",
      "startOnLoad",
      "maxTextSize",
      "maxEdges",
      "htmlLabels",
      "flowchart",
      "fontFamily",
      "themeCSS",
      "suppressErrorRendering",
    ],
  })
  drawn += 1
  try {
    return { svg: (await mermaid.render(`diagram-${drawn}`, source)).svg }
  } catch (error) {
    return { wrong: error instanceof Error ? error.message.slice(0, 300) : "" }
  }
}

addEventListener("message", (event: MessageEvent<Wish>) => {
  if (event.source !== parent || typeof event.data?.draw !== "string") return
  const [port] = event.ports
  if (port) void draw(event.data).then((told) => port.postMessage(told))
})
parent.postMessage("ready to draw", "*")
