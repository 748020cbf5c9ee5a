import { TabSocket, type Wire } from "./socket"

/** This tab's one socket, on the page's own origin. */
export const tab = new TabSocket(
  () => new WebSocket(`${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/ws`) as unknown as Wire,
  {
    now: () => Date.now(),
    random: Math.random,
    after: (milliseconds, run) => {
      const timer = setTimeout(run, milliseconds)
      return () => clearTimeout(timer)
    },
  },
)

addEventListener("online", () => tab.hurry())
addEventListener("visibilitychange", () => document.visibilityState === "visible" && tab.hurry())
// A page kept for "back" may not hold a socket; when it is shown again it asks from its cursors.
addEventListener("pagehide", () => tab.stop())
addEventListener("pageshow", (event) => event.persisted && tab.start())
