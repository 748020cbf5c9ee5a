"""Every address of the living house that shows a page, on a desk by day and on a phone by night: axe finds nothing."""

from collections.abc import Callable
from typing import Any, cast

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page

from accounts.models import Role, User
from accounts.policies import Policy
from tests.access_cases import OWNED, SHARED, Thing
from tests.stories.conftest import PHONE, SignIn, axe
from tests.test_access import ALL_ROLES, ROUTES, Route

pytestmark = pytest.mark.browser

NO_PAGE_OF_OURS = "/people/auth/logout/"  # asked in between, it would end the visit; the sign-out page has its own test
FOR_STRANGERS = ("account_login", "account_signup", "account_reset_password", "account_reset_password_done", "join")


def shows_a_page(route: Route, browser: Client, thing: Thing) -> str:
    """Its address, if asking for it gives a whole page."""
    address = reverse(cast(str, route.name), kwargs=thing.words)
    if address == NO_PAGE_OF_OURS:
        return ""
    answer = cast(HttpResponse, browser.get(address, thing.data))
    html = answer.headers.get("Content-Type", "").startswith("text/html") and not answer.streaming
    return address if answer.status_code == 200 and html and b"<!doctype html>" in answer.content[:200].lower() else ""


def pages(person: User | None, somebody: User) -> list[str]:
    """What this person is shown, each page once."""
    browser = Client()
    if person:
        browser.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    found: list[str] = []
    for route in ROUTES:
        if person is None and route.name not in FOR_STRANGERS and route.policy is not Policy.PUBLIC:
            continue
        theirs = OWNED.get(str(route.name))
        make = theirs or SHARED.get(str(route.name))
        owner = person if theirs and person else somebody
        thing = make(owner) if make else Thing()
        found.append(shows_a_page(route, browser, thing))
    return list(dict.fromkeys(filter(None, found)))


def visited(page: Page, addresses: list[str], look: Callable[[Page, str], None], name: str) -> list[str]:
    """What there is to complain about, page by page."""
    wrong: list[str] = []
    for address in addresses:
        page.goto(address)
        page.wait_for_load_state()
        wrong += [f"{address}: {each}" for each in axe(page)]
        wider = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        wrong += [f"{address}: {wider} px wider than the screen"] if wider > 0 else []
        look(page, f"every-{name}-{address.strip('/').replace('/', '-')[:60] or 'home'}")
    return wrong


def test_every_page_of_the_house_passes_axe_and_fits(
    sign_in: SignIn, somebody: Callable[..., User], look: Callable[[Page, str], None]
) -> None:
    person, other = somebody(*ALL_ROLES), somebody(Role.CREATOR)
    addresses = pages(person, other)

    desk = visited(sign_in(person, color_scheme="light"), addresses, look, "day")
    phone: dict[str, Any] = {"viewport": PHONE, "is_mobile": True, "has_touch": True, "color_scheme": "dark"}
    night = visited(sign_in(person, **phone), addresses, look, "night")

    assert len(addresses) > 25, addresses
    assert desk + night == []


def test_every_page_for_strangers_passes_axe_and_fits(
    live: Any, browser: Any, somebody: Callable[..., User], look: Callable[[Page, str], None]
) -> None:
    addresses = pages(None, somebody(Role.CREATOR))
    wrong: list[str] = []
    for name, options in {"day": {}, "night": {"viewport": PHONE, "color_scheme": "dark"}}.items():
        context = browser.new_context(base_url=live.url, **options)
        wrong += visited(context.new_page(), addresses, look, f"stranger-{name}")
        context.close()

    assert len(addresses) >= 4, addresses
    assert wrong == []
