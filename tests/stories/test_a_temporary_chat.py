"""A temporary chat from its beginning to its end, in two tabs."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from accounts.models import User
from tests.stories.conftest import PHONE, SignIn, axe

pytestmark = pytest.mark.browser


def test_a_temporary_chat_says_so_until_it_ends_and_then_is_nowhere(
    sign_in: SignIn, somebody: Callable[..., User], look: Callable[[Page, str], None]
) -> None:
    page = sign_in(somebody(), viewport=PHONE, is_mobile=True, has_touch=True, color_scheme="dark")
    page.get_by_role("button", name="Temporary chat").click()
    page.fill("#words", "Tell me about marmalade.")
    page.get_by_role("button", name="Send").click()
    expect(page.locator("article[data-state=finished]")).to_be_visible()
    expect(page.get_by_text("Nothing of it is kept once it ends")).to_be_visible()
    look(page, "temporary-phone")
    assert axe(page) == []
    place, other = page.url, page.context.new_page()
    other.goto(place)
    expect(other.locator("article[data-state=finished]")).to_be_visible()
    page.fill("#words", "Unsent marmalade")

    page.get_by_role("button", name="End", exact=True).click()

    expect(page.get_by_text("Nothing that was said in it is kept")).to_be_visible()
    expect(other.get_by_role("heading", name="What shall we talk about?")).to_be_visible()
    for tab in (page, other):
        assert "marmalade" not in tab.evaluate("JSON.stringify({...sessionStorage, ...localStorage})").lower()
        assert "marmalade" not in tab.content().lower()
    answer = page.goto(place)
    assert answer is not None
    assert answer.status == 404
