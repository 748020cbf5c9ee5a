export type Theme = "system" | "light" | "dark"

const YEAR_SECONDS = 31_536_000

export function isTheme(word: string | undefined): word is Theme {
  return word === "system" || word === "light" || word === "dark"
}

/** What the page shows now, by the attribute the server or an earlier choice put on <html>. */
export function current(root: HTMLElement): Theme {
  const said = root.dataset.theme
  return isTheme(said) ? said : "system"
}

/** Show a theme at once, and keep it in a cookie so that the server's next page is right from its first paint. */
export function choose(theme: Theme, document: Document): void {
  const root = document.documentElement
  if (theme === "system") delete root.dataset.theme
  else root.dataset.theme = theme
  document.cookie = `theme=${theme}; path=/; max-age=${YEAR_SECONDS}; samesite=lax`
}
