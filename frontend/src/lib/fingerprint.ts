/** The SHA-256 of a file in hexadecimal; undefined where the browser cannot say (a page without TLS, a file too large to hold). */
export async function fingerprint(file: Blob): Promise<string | undefined> {
  if (!globalThis.crypto?.subtle) return undefined
  try {
    const digest = await crypto.subtle.digest("SHA-256", await file.arrayBuffer())
    return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("")
  } catch {
    return undefined
  }
}
