/** "● Studio · Salon": something became ready while this tab was out of sight. It goes when somebody looks. */
export function badge(page: Document): void {
  if (!page.hidden || page.title.startsWith(MARK)) return
  page.title = MARK + page.title
  const seen = () => {
    if (page.hidden) return
    page.title = page.title.replace(MARK, "")
    page.removeEventListener("visibilitychange", seen)
  }
  page.addEventListener("visibilitychange", seen)
}

const MARK = "● "
