const SECONDS = 2

/** Show where one has come to, for two seconds; with reduced motion by an outline (search.css). */
export function flash(element: HTMLElement): void {
  element.classList.add("flash")
  setTimeout(() => element.classList.remove("flash"), SECONDS * 1000)
}
