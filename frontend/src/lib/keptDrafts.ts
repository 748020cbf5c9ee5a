import { csrfToken } from "./csrf"
import { DraftKeeper } from "./draftKeeper"

// A request that outlives its page may carry 64 KiB in all. What is longer stays in this tab's own store.
const KEEPALIVE_BYTES = 60_000

/** This tab's drafts: a place is the address that takes them. */
export const drafts = new DraftKeeper(
  sessionStorage,
  {
    now: Date.now,
    random: Math.random,
    after: (milliseconds, run) => {
      const timer = setTimeout(run, milliseconds)
      return () => clearTimeout(timer)
    },
  },
  async ({ place, text, at }, leaving) => {
    const body = new URLSearchParams({ text, typed_at: String(Math.round(at)) }).toString()
    const headers = { "X-CSRFToken": csrfToken(), "Content-Type": "application/x-www-form-urlencoded" }
    const keepalive = leaving && body.length < KEEPALIVE_BYTES
    try {
      return (await fetch(place, { method: "POST", body, headers, keepalive })).status < 500
    } catch {
      return false
    }
  },
)

addEventListener("pagehide", () => void drafts.flush(true))
addEventListener("visibilitychange", () => document.visibilityState === "hidden" && void drafts.flush(true))
addEventListener("online", () => void drafts.flush())
