const KEPT = "salon:notify"

type Place = Pick<Storage, "getItem" | "setItem" | "removeItem">

/** Whether this browser can tell, may, and was asked to by its person: "no" was said, or nobody asked yet. */
export function standing(
  notifications: typeof Notification | undefined,
  kept: Place,
): "never" | "denied" | "off" | "on" {
  if (!notifications) return "never"
  if (notifications.permission === "denied") return "denied"
  return notifications.permission === "granted" && kept.getItem(KEPT) === "on" ? "on" : "off"
}

/** At a press only: ask the browser where that is needed, and keep the answer on this device. */
export async function choose(on: boolean, notifications: typeof Notification, kept: Place): Promise<void> {
  if (!on) return kept.removeItem(KEPT)
  if (notifications.permission === "default") await notifications.requestPermission()
  if (notifications.permission === "granted") kept.setItem(KEPT, "on")
}

/** Tell in the system's way what came to rest, while nobody sees the page. Names no words of the order. */
export function tell(sentences: readonly string[], page: Document): void {
  if (!page.hidden || sentences.length === 0) return
  if (standing(globalThis.Notification, localStorage) !== "on") return
  const title = sentences.length === 1 ? (sentences[0] ?? "") : `${sentences.length} jobs have come to rest`
  try {
    // One for all tabs of this house: whoever tells later replaces it.
    const told = new Notification(title, { tag: "salon-jobs" })
    told.addEventListener("click", () => {
      window.focus()
      told.close()
    })
  } catch {
    // Some phones have the name and only take it from a service worker.
  }
}
