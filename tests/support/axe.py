"""What axe has against a page that has come to rest."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

# What fades in or out is pale while it does: no fault of the colours.
AT_REST = """
() => Promise.all(document.getAnimations()
  .filter((each) => Number.isFinite(each.effect?.getComputedTiming().endTime))
  .map((each) => each.finished.catch(() => undefined)))
"""


def axe(page: Page) -> list[str]:
    """Each rule broken, with what breaks it, once all that moves for a while has come to its end."""
    page.evaluate(AT_REST)
    violations = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    return [f"{found['id']}: {node['target']}" for found in violations for node in found["nodes"]]
