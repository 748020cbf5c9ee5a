import type { Chip } from "./attaching"
import { csrfToken } from "./csrf"

/** Not taken. `again`: the same file may be taken a moment later. */
export class NotTaken extends Error {
  constructor(
    sentence: string,
    readonly again: boolean,
  ) {
    super(sentence)
  }
}

export interface Upload {
  done: Promise<Chip>
  cancel: () => void
}

const LOST = "The connection was lost on the way. Try again."
const AWAY = "We could not take this just now. Try again in a moment."
const TOO_LARGE = "This file is larger than we take."

/** Send one file. `fetch` cannot say how far it has come, so this is the older way. */
export function upload(address: string, fields: FormData, told: (share: number) => void): Upload {
  const request = new XMLHttpRequest()
  const done = new Promise<Chip>((resolve, reject) => {
    request.upload.onprogress = (event) => event.lengthComputable && told(event.loaded / event.total)
    request.onerror = () => reject(new NotTaken(LOST, true))
    request.onabort = () => reject(new NotTaken("", false))
    request.onload = () => {
      if (request.status === 201) resolve(request.response as Chip)
      else reject(refusal(request))
    }
  })
  request.open("POST", address)
  request.responseType = "json"
  request.setRequestHeader("X-CSRFToken", csrfToken())
  request.setRequestHeader("Accept", "application/json")
  request.send(fields)
  return { done, cancel: () => request.abort() }
}

function refusal(request: XMLHttpRequest): NotTaken {
  const said = request.response as { sentence?: string; again?: boolean } | null
  if (request.status === 422 && said?.sentence) return new NotTaken(said.sentence, said.again === true)
  return request.status === 413 ? new NotTaken(TOO_LARGE, false) : new NotTaken(AWAY, true)
}
