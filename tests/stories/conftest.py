"""Stories in a real Chromium against the whole house. Pictures of what was seen are kept in var/stories/, except where
tests run side by side: nobody looks then."""

import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from accounts.models import Role, User
from tests.accounts.people import person
from tests.chatapp.tabs import cookie
from tests.support.axe import axe as axe
from tests.support.processes import Web

PICTURES = Path(__file__).resolve().parents[2] / "var" / "stories"
PASSWORD = "correct horse battery staple"
WIDE, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}

SignIn = Callable[..., Page]

# A story waits for a state, however busy the machine is; how fast it comes is the bench's subject.
PATIENCE = 90_000  # milliseconds
expect.set_options(timeout=PATIENCE)


@pytest.fixture
def look(request: pytest.FixtureRequest) -> Callable[[Page, str], None]:
    """Keep a picture of the page."""
    wanted = "PYTEST_XDIST_WORKER" not in os.environ or request.config.getoption("--pictures")

    def keep(page: Page, name: str) -> None:
        if not wanted:
            return
        PICTURES.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=PICTURES / f"{name}.png")

    return keep


@pytest.fixture
def somebody(live: Web) -> Callable[..., User]:
    """Makes an adult with these roles, whom no other story knows."""

    def make(*roles: Role) -> User:
        made = person(uuid4().hex[:12], *roles)
        made.set_password(PASSWORD)
        made.save(update_fields=["password"])
        return made

    return make


@pytest.fixture
def sign_in(browser: Browser, live: Web) -> Iterator[SignIn]:
    """Opens a browser of their own for somebody, signed in. Its page fails the story on any script error.

    `by_form`: as people do; the others are given the session that the form would have begun. Nothing moves for its own
    sake, as for people who ask for that: a story looks at what there is, and drawing what spins is most of its work.
    """
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def opened(who: User, *, by_form: bool = False, **options: Any) -> Page:
        context = browser.new_context(base_url=live.url, **{"viewport": WIDE, "reduced_motion": "reduce", **options})
        contexts.append(context)
        context.set_default_timeout(PATIENCE)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on(
            "console", lambda said: complaints.append(said.text) if "Content Security Policy" in said.text else None
        )
        if by_form:
            fill_in(page, who)
        else:
            name, _, value = cookie(who).partition("=")
            context.add_cookies([{"name": name, "value": value, "url": live.url}])
            page.goto("/")
        return page

    yield opened
    for context in contexts:
        for page in context.pages:
            page.unroute_all(behavior="ignoreErrors")  # what `hurried` fetches just now is nobody's any more
        context.close()
    assert complaints == []


def hurried(page: Page, under: str) -> None:
    """What below this path looks by itself every few seconds does so each second: the story need not wait for it."""

    def quicker(route: Route) -> None:
        answer = route.fetch()
        if "text/html" not in answer.headers.get("content-type", ""):
            route.fulfill(response=answer)
            return
        route.fulfill(response=answer, body=re.sub(r"\bevery \d+s", "every 1s", answer.text()))

    page.route(f"**{under}**", quicker)


def fill_in(page: Page, who: User) -> None:
    """Sign in by the form."""
    page.goto("/people/auth/login/")
    page.fill("input[name=login]", who.email)
    page.fill("input[name=password]", PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(re.compile(r"//[^/]+/$"))


def small_targets(page: Page) -> list[str]:
    """What a thumb would miss: below 44 px high or wide, counting what reaches out unseen. Words in a sentence are none."""
    return [str(each) for each in page.evaluate(SMALL_TARGETS)]


# What was told a moment ago (another size of the screen) is drawn two frames later.
SMALL_TARGETS = """
async () => {
  await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))
  const inWords = (link) => {
    if (link.closest("sup")) return true
    const around = link.closest("p, li, dd, td, .answer")
    return getComputedStyle(link).display === "inline" && !!around && around.textContent.trim() !== link.textContent.trim()
  }
  const reach = (target) => {
    const box = target.getBoundingClientRect()
    const out = getComputedStyle(target, "::after")
    const more = out.position === "absolute" && out.content !== "none" ? [out.width, out.height].map(parseFloat) : []
    return [Math.max(box.width, more[0] || 0), Math.max(box.height, more[1] || 0)]
  }
  return [...document.querySelectorAll("a[href], button:enabled, summary, select, textarea, input:enabled:not([type=hidden])")]
    .filter((target) => target.checkVisibility({ visibilityProperty: true, opacityProperty: true }))
    .filter((target) => !(target.localName === "a" && inWords(target)))
    .map((target) => [target, ...reach(target.closest("label") ?? target)])
    .filter(([_, wide, high]) => wide > 2 && high > 2 && (wide < 43.5 || high < 43.5))
    .map(([target, wide, high]) => `${target.outerHTML.slice(0, 90)} is ${Math.round(wide)} × ${Math.round(high)} px`)
}
"""
