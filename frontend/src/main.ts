import "./css/main.css"
import { names, start } from "./lib/islands"
import { fillKeyNames } from "./lib/keyNames"
import "./lib/trusted"
import "./lib/htmx"
import * as copy from "./islands/copy"
import * as drawer from "./islands/drawer"
import * as theme from "./islands/theme"
import * as toast from "./islands/toast"
import { listenForCopies } from "./lib/copying"
import { listenForDialogs } from "./lib/dialogs"
import { listenForKeys } from "./lib/keysDialog"
import { openLinksBeside } from "./lib/links"
import { placeMenus } from "./lib/menus"

document.documentElement.dataset.scripted = ""

// A few lines each and on every page: a request of their own would cost more than they weigh.
const here = { copy, drawer, theme, toast }
const elsewhere = names(
  import.meta.glob<typeof copy>(["./islands/*.ts", "!./islands/*.test.ts", "!./islands/{copy,drawer,theme,toast}.ts"]),
)

listenForKeys(document)
listenForDialogs(document)
listenForCopies(document)
openLinksBeside(document)
placeMenus(document)
fillKeyNames(document.body)
start(document, { ...elsewhere, ...names(here) }, async () => (await import("./elsewhere")).islands)
