import DOMPurify from "dompurify"
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
// Paper and ink as tokens.css has them: no style sheet of the page reaches into this frame.
const LIGHT = ["#fdfcf9", "#f1ede4", "#968e7f", "#1d1b18", "#4c4740", "#dcece8"]
const DARK = ["#211f1c", "#12110f", "#7b7468", "#efebe3", "#c5beb1", "#163a36"]
let drawn = 0

async function draw({ draw: source, dark }: Wish): Promise<{ svg: string } | { wrong: string }> {
  mermaid.initialize({
    startOnLoad: false,
    securityLevel: "strict",
    htmlLabels: false,
    flowchart: { htmlLabels: false },
    theme: "base",
    themeVariables: colours(dark),
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
    return { svg: cleaned((await mermaid.render(`diagram-${drawn}`, withoutClicks(source))).svg) }
  } catch (error) {
    return { wrong: error instanceof Error ? error.message.slice(0, 300) : "" }
  }
}

function colours(dark: boolean): Record<string, string | boolean> {
  const [paper = "", sunken = "", line = "", ink = "", quiet = "", soft = ""] = dark ? DARK : LIGHT
  return {
    darkMode: dark,
    background: paper,
    mainBkg: sunken,
    primaryColor: sunken,
    primaryTextColor: ink,
    primaryBorderColor: line,
    secondaryColor: soft,
    tertiaryColor: paper,
    lineColor: quiet,
    textColor: ink,
    edgeLabelBackground: paper,
    noteBkgColor: soft,
    noteTextColor: ink,
    noteBorderColor: line,
  }
}

/** A picture leads nowhere. */
const withoutClicks = (source: string) => source.replace(/^[ \t]*(?:click|link|links|callback)\s.*$/gm, "")

/** A group in place of what is still a link; nothing that runs, nothing from elsewhere. As XML, for an image is read so. */
function cleaned(svg: string): string {
  const grouped = svg.replace(/<a(?=[\s>])/g, "<g").replaceAll("</a>", "</g>")
  const nodes = DOMPurify.sanitize(grouped, {
    USE_PROFILES: { svg: true, svgFilters: true },
    FORBID_TAGS: ["a", "image", "use", "animate", "set"],
    FORBID_ATTR: ["href", "xlink:href"],
    RETURN_DOM_FRAGMENT: true,
  })
  const drawing = nodes.querySelector("svg")
  if (!drawing) throw new Error("Nothing was drawn.")
  const [, , width, height] = (drawing.getAttribute("viewBox") ?? "").split(/[ ,]+/).map(Number)
  if (width && height) {
    drawing.setAttribute("width", String(Math.ceil(width)))
    drawing.setAttribute("height", String(Math.ceil(height)))
  }
  return new XMLSerializer().serializeToString(drawing)
}

addEventListener("message", (event: MessageEvent<Wish>) => {
  if (event.source !== parent || typeof event.data?.draw !== "string") return
  const [port] = event.ports
  if (port) void draw(event.data).then((told) => port.postMessage(told))
})
parent.postMessage("ready to draw", "*")
