"""What a page's layout does to people that axe does not see: what lies under something else, what runs out at the side."""

from playwright.sync_api import Page


def out_of_place(page: Page) -> list[str]:
    """Whatever the mouse presses in vain, and every column that scrolls sideways without being meant to."""
    return [str(each) for each in page.evaluate(OUT_OF_PLACE)]


# Tables and code scroll sideways by themselves, and can be reached there by key (`[tabindex]`); so do rows of links that are one
# line high.
OUT_OF_PLACE = """
() => {
  const seen = (each) => each.checkVisibility({ visibilityProperty: true, opacityProperty: true })
  const named = (each) => each.outerHTML.replace(/\\s+/g, " ").slice(0, 110)
  const PRESSED = "a[href], button, summary, select, textarea, input, label"
  const under = (target) => {
    const box = target.getClientRects()[0]
    if (!box || box.width < 4 || box.height < 4) return null
    target.scrollIntoView({ block: "center", inline: "center", behavior: "instant" })
    const now = target.getClientRects()[0]
    const top = document.elementFromPoint(now.left + now.width / 2, now.top + now.height / 2)?.closest(PRESSED)
    if (!top || top === target || top.contains(target) || target.contains(top)) return null
    if (top.localName === "label" && top.control === target) return null
    return top
  }
  const targets = [...document.querySelectorAll("a[href], button:enabled, summary, select, textarea, input:enabled:not([type=hidden])")]
  const covered = targets.filter(seen).map((target) => [target, under(target)]).filter(([_, top]) => top)
    .map(([target, top]) => `${named(target)} lies under ${named(top)}`)
  const sideways = [...document.querySelectorAll("body *")].filter(seen)
    .filter((each) => each.scrollWidth > each.clientWidth + 1 && /auto|scroll/.test(getComputedStyle(each).overflowX))
    .filter((each) => each.clientHeight > 96 && getComputedStyle(each).overflowY !== "hidden")
    .filter((each) => !each.matches("[tabindex], textarea, select, pre"))
    .map((each) => `${named(each)} scrolls sideways: ${each.scrollWidth} of ${each.clientWidth} px`)
  scrollTo(0, 0)
  return [...covered, ...sideways]
}
"""
