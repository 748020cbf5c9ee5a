/**
 * The money beside the person's name, as a list that was just fetched says it stands: what is spent, and how much of the
 * allowance that is. A page that shows none, or a list that says none, stays as it is.
 */
export function showSpent(page: Document, list: HTMLElement): void {
  const { spentNow, usedNow } = list.dataset
  if (!spentNow) return
  for (const spent of page.querySelectorAll("[data-spent]")) spent.textContent = spentNow
  for (const meter of page.querySelectorAll<HTMLMeterElement>(".me meter")) meter.setAttribute("value", usedNow ?? "0")
}
