import type { Undo } from "../../lib/islands"
import { Film, type Handle, type Part, verbsFor } from "../../lib/trimming"

/** Two handles over a film: dragged, moved by keys or typed; the film shows the frame that is chosen, and plays the part. */
export function mount(trimmer: HTMLElement): Undo {
  const found = parts(trimmer)
  if (!found) return () => {}
  const { video, bar, between, now, length, verbs, play, handles, inputs } = found
  const film = new Film(Number(trimmer.dataset.seconds), Number(trimmer.dataset.fps))
  const takes = ["change", "extend"].map((name) => {
    const [least = 0, most = 0] = (trimmer.dataset[name] ?? "").split(" ").map(Number)
    return { verb: name === "change" ? "Change" : "Extend", least, most }
  })
  let part: Part = { begins: Number(inputs.begins.value), ends: Number(inputs.ends.value) }
  let playing = false

  const share = (seconds: number) => `${(100 * seconds) / film.seconds}%`
  const draw = () => {
    for (const name of ["begins", "ends"] as const) {
      inputs[name].value = part[name].toFixed(3)
      handles[name].style.insetInlineStart = share(part[name])
      handles[name].setAttribute("aria-valuenow", part[name].toFixed(3))
      handles[name].setAttribute("aria-valuetext", `${part[name].toFixed(2)} seconds`)
    }
    between.style.insetInlineStart = share(part.begins)
    between.style.inlineSize = share(part.ends - part.begins)
    length.textContent = `${(part.ends - part.begins).toFixed(2)} s`
    verbs.textContent = verbsFor(part.ends - part.begins, takes)
  }
  const move = (handle: Handle, to: number) => {
    part = film.moved(part, handle, to)
    stop()
    // The last frame of the part, not the first one behind it.
    video.currentTime = handle === "begins" ? part.begins : Math.max(part.begins, part.ends - film.frame)
    draw()
  }
  const stop = () => {
    playing = false
    video.pause()
  }
  const pressed = (event: KeyboardEvent) => {
    const handle = (event.target as HTMLElement).dataset.handle as Handle | undefined
    const step = handle && film.step(event.key, event.shiftKey)
    if (!handle || step === undefined) return
    event.preventDefault()
    event.stopPropagation()
    move(handle, part[handle] + step)
  }
  const grabbed = (event: PointerEvent) => {
    const at = (x: number) => {
      const box = bar.getBoundingClientRect()
      return ((x - box.left) / box.width) * film.seconds
    }
    const named = (event.target as HTMLElement).dataset.handle as Handle | undefined
    const to = at(event.clientX)
    const handle = named ?? (Math.abs(to - part.begins) < Math.abs(to - part.ends) ? "begins" : "ends")
    event.preventDefault()
    handles[handle].focus()
    bar.setPointerCapture(event.pointerId)
    const dragged = (moved: PointerEvent) => move(handle, at(moved.clientX))
    const dropped = () => {
      bar.removeEventListener("pointermove", dragged)
      bar.removeEventListener("pointerup", dropped)
      bar.removeEventListener("pointercancel", dropped)
    }
    bar.addEventListener("pointermove", dragged)
    bar.addEventListener("pointerup", dropped)
    bar.addEventListener("pointercancel", dropped)
    if (!named) move(handle, to)
  }
  const typed = (event: Event) => {
    const input = event.target as HTMLInputElement
    if (input.name === "begins" || input.name === "ends") move(input.name, input.valueAsNumber)
  }
  const stepped = (event: Event) => {
    const [name, frames] =
      (event.target as Element).closest<HTMLElement>("[data-trim-step]")?.dataset.trimStep?.split(" ") ?? []
    if (name === "begins" || name === "ends") move(name, part[name] + Number(frames) * film.frame)
  }
  const playPart = () => {
    video.currentTime = part.begins
    playing = true
    void video.play().catch(stop)
  }
  const passed = () => {
    now.style.insetInlineStart = share(video.currentTime)
    if (playing && video.currentTime >= part.ends - film.frame / 2) stop()
    else if (playing) requestAnimationFrame(passed)
  }

  bar.hidden = false
  draw()
  trimmer.addEventListener("keydown", pressed)
  trimmer.addEventListener("change", typed)
  trimmer.addEventListener("click", stepped)
  bar.addEventListener("pointerdown", grabbed)
  play.addEventListener("click", playPart)
  for (const event of ["timeupdate", "play", "seeked"]) video.addEventListener(event, passed)
  return stop
}

function parts(trimmer: HTMLElement) {
  const one = <Kind extends HTMLElement>(selector: string) => trimmer.querySelector<Kind>(selector)
  const video = one<HTMLVideoElement>("video")
  const bar = one("[data-trim-bar]")
  const [between, now, length] = [one("[data-trim-part]"), one("[data-trim-now]"), one("[data-trim-length]")]
  const [verbs, play] = [one("[data-trim-verbs]"), one("[data-trim-play]")]
  const [first, last] = [one("[data-handle=begins]"), one("[data-handle=ends]")]
  const [begins, ends] = [one<HTMLInputElement>("input[name=begins]"), one<HTMLInputElement>("input[name=ends]")]
  if (!video || !bar || !between || !now || !length || !verbs || !play || !first || !last || !begins || !ends) return
  return {
    video,
    bar,
    between,
    now,
    length,
    verbs,
    play,
    handles: { begins: first, ends: last },
    inputs: { begins, ends },
  }
}
