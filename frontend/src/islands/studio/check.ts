import { watchDrops } from "../../lib/attachment"
import { csrfToken } from "../../lib/csrf"
import { fingerprint } from "../../lib/fingerprint"
import type { Undo } from "../../lib/islands"

const LOST = "The connection was lost on the way. Choose the file again."

/** "Check this file": asks by the hash alone; only a file that is not known by it is sent. */
export function mount(form: HTMLElement): Undo {
  const input = form.querySelector<HTMLInputElement>("input[type=file]")
  const way = form.querySelector<HTMLElement>("[data-way]")
  const words = form.querySelector("[data-way-words]")
  const bar = form.querySelector("progress")
  const name = form.querySelector("[data-name]")
  const place = document.getElementById("check-answer")
  if (!(form instanceof HTMLFormElement) || !input || !way || !words || !bar || !name || !place) return () => {}
  let request: XMLHttpRequest | undefined
  let turn = 0

  const tell = (sentence: string, share?: number) => {
    way.hidden = sentence === ""
    words.textContent = sentence
    if (share === undefined) bar.removeAttribute("value")
    else bar.value = share
  }
  const show = (markup: string) => {
    tell("")
    place.innerHTML = markup
  }
  const refuse = (sentence: string) => {
    tell("")
    place.textContent = sentence
  }
  const send = (file: File, mine: number) => {
    const sending = new XMLHttpRequest()
    request = sending
    const body = new FormData()
    body.append("file", file, "file") // its name is nobody's business
    sending.upload.onprogress = (event) => {
      if (!event.lengthComputable) return
      const share = event.loaded / event.total
      tell(`Sending: ${Math.round(share * 100)} %`, share)
    }
    sending.upload.onload = () => mine === turn && tell("Looking for credentials, the invisible mark and copies")
    sending.onerror = () => mine === turn && refuse(LOST)
    sending.onload = () => {
      if (mine !== turn) return
      if ([200, 422, 429].includes(sending.status)) show(sending.responseText)
      else refuse(sending.status === 413 ? tooLarge(form) : "We could not look at it just now. Try again in a moment.")
    }
    sending.open("POST", form.action)
    sending.setRequestHeader("X-CSRFToken", csrfToken())
    sending.setRequestHeader("HX-Request", "true")
    sending.send(body)
  }
  const check = async (file: File | undefined) => {
    if (!file) return
    turn += 1
    const mine = turn
    request?.abort()
    place.replaceChildren()
    name.textContent = file.name
    if (file.size > Number(form.dataset.bytes)) return refuse(tooLarge(form))
    tell("Reading it in your browser")
    const known = await ask(form.dataset.ask ?? "", await fingerprint(file))
    if (mine !== turn) return
    if (known === undefined) send(file, mine)
    else show(known)
  }
  const chosen = () => void check(input.files?.[0])
  const sent = (event: Event) => {
    event.preventDefault()
    chosen()
  }

  input.addEventListener("change", chosen)
  form.addEventListener("submit", sent)
  const undrop = watchDrops(
    document,
    (is) => form.toggleAttribute("data-over", is),
    (files) => void check(files[0]),
  )
  return () => {
    undrop()
    turn += 1
    request?.abort()
    input.removeEventListener("change", chosen)
    form.removeEventListener("submit", sent)
  }
}

/** What the house knows by the hash alone; undefined: the file itself must be looked at. */
async function ask(address: string, sha256: string | undefined): Promise<string | undefined> {
  if (!sha256) return undefined
  try {
    const headers = { "X-CSRFToken": csrfToken(), "HX-Request": "true" }
    const answer = await fetch(address, { method: "POST", headers, body: new URLSearchParams({ sha256 }) })
    return [200, 429].includes(answer.status) ? await answer.text() : undefined
  } catch {
    return undefined
  }
}

function tooLarge(form: HTMLElement): string {
  return `This is larger than ${form.dataset.megabytes} MB, the most we look at.`
}
