/** The browser's tab is called like the page's own words; what stands behind them (" · Salon") or before (a mark) stays. */
export function nameTab(page: Document, words: string): void {
  const named = page.title.replace(/^(● )?.*(?= · Salon)/, (_, mark = "") => mark + words)
  if (named !== page.title) page.title = named
}
