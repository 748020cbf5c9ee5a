import type { Undo } from "./islands"

const USUAL_FPS = 24 // what the engines make, of films from before their rate was written down
const APART_SECONDS = 0.04 // two films further apart than a frame are not in step

/** One transport for one film, or for two in step: the first leads. Its buttons and fields are found in `tools` by id. */
export function playFilms(films: HTMLVideoElement[], tools: HTMLElement): Undo {
  let lead = longest(films)
  const tool = <Kind extends HTMLElement>(id: string) => tools.querySelector<Kind>(`#${id}`)
  const [play, time, loop, mute] = [tool("film-play"), tool("film-time"), tool("film-loop"), tool("film-mute")]
  const [speed, seek] = [tool<HTMLSelectElement>("film-speed"), tool<HTMLInputElement>("film-seek")]
  const all = (does: (film: HTMLVideoElement) => void) => films.forEach(does)

  const to = (seconds: number) =>
    all((film) => Object.assign(film, { currentTime: Math.max(0, Math.min(long(film), seconds)) }))
  const show = () => {
    if (time) time.textContent = clock(lead.currentTime)
    if (seek && document.activeElement !== seek) seek.value = String(lead.currentTime)
    const word = play?.firstChild
    if (word) word.textContent = lead.paused ? "Play " : "Pause "
  }
  const follow = () => {
    for (const film of films)
      if (film !== lead && Math.abs(film.currentTime - Math.min(lead.currentTime, long(film))) > APART_SECONDS)
        film.currentTime = Math.min(lead.currentTime, long(film))
    show()
  }
  const toggle = () => {
    if (!lead.paused) return all((film) => film.pause())
    if (lead.ended) to(0)
    all((film) => void film.play().catch(() => {}))
  }
  const step = (frames: number) => {
    all((film) => film.pause())
    to(lead.currentTime + frames / (Number(lead.dataset.fps) || USUAL_FPS))
  }
  const pressed = (event: Event) => {
    const id = (event.target as Element).closest("button")?.id
    if (id === "film-play") toggle()
    if (id === "frame-back") step(-1)
    if (id === "frame-on") step(1)
    if (id === "film-loop") press(loop, (on) => all((film) => Object.assign(film, { loop: on })))
    if (id === "film-mute") press(mute, (on) => all((film) => Object.assign(film, { muted: on || film !== lead })))
  }
  const chosen = () => all((film) => Object.assign(film, { playbackRate: Number(speed?.value) || 1 }))
  const sought = () => to(Number(seek?.value))
  const known = () => {
    lead = longest(films)
    if (seek) seek.max = String(long(lead) || 1)
    show()
  }

  const heard = new AbortController()
  const { signal } = heard
  tools.addEventListener("click", pressed, { signal })
  speed?.addEventListener("change", chosen, { signal })
  seek?.addEventListener("input", sought, { signal })
  for (const film of films) {
    for (const name of ["timeupdate", "seeked", "play", "pause", "ended"])
      film.addEventListener(name, follow, { signal })
    film.addEventListener("pause", () => film === lead && all((each) => each.pause()), { signal })
    film.addEventListener("loadedmetadata", known, { signal })
  }
  if (films.length > 1) all((film) => Object.assign(film, { muted: film !== lead }))
  known()
  const stops = films.map((film) => eachFrame(film, follow))
  return () => {
    heard.abort()
    for (const stop of stops) stop()
  }
}

/** While it plays, at every frame that is shown; browsers that cannot tell are asked a few times a second by the film itself. */
function eachFrame(film: HTMLVideoElement, run: () => void): Undo {
  let going = "requestVideoFrameCallback" in film
  const again = () => {
    if (!going) return
    run()
    film.requestVideoFrameCallback(again)
  }
  again()
  return () => {
    going = false
  }
}

function press(button: HTMLElement | null, does: (on: boolean) => void): void {
  const on = button?.getAttribute("aria-pressed") !== "true"
  button?.setAttribute("aria-pressed", String(on))
  does(on)
}

function longest(films: HTMLVideoElement[]): HTMLVideoElement {
  return films.reduce((most, film) => (long(film) > long(most) ? film : most))
}

function long(film: HTMLVideoElement): number {
  return Number.isFinite(film.duration) ? film.duration : 0
}

/** "0:01.458" */
export function clock(seconds: number): string {
  const thousandths = Math.round(seconds * 1000)
  const whole = Math.floor(thousandths / 1000)
  const rest = String(thousandths % 1000).padStart(3, "0")
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}.${rest}`
}
