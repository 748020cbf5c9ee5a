"""A link with a password, read by somebody without an account, and taken back under their eyes."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from accounts.models import User
from tests.stories.conftest import PHONE, SignIn, axe

pytestmark = pytest.mark.browser


def test_a_link_is_read_until_it_is_taken_back(
    live: Any, browser: Any, sign_in: SignIn, somebody: Callable[..., User], look: Callable[[Page, str], None]
) -> None:
    owner = sign_in(somebody())
    owner.fill("#words", "Why is the sky blue?")
    owner.keyboard.press("Enter")
    expect(owner.locator("article[data-state=finished]")).to_be_visible()
    elsewhere = owner.context.new_page()
    elsewhere.goto(owner.url)
    owner.get_by_role("link", name="Share").click()
    owner.get_by_label("Opens for").select_option("7 days")
    owner.get_by_label("Password").fill("seven swans")
    owner.get_by_role("button", name="Make the link").click()
    link = owner.get_by_role("textbox", name="Link").input_value()
    expect(elsewhere.get_by_role("link", name="Shared")).to_be_visible()
    look(owner, "share-made")

    context = browser.new_context(viewport=PHONE, is_mobile=True, has_touch=True, color_scheme="dark")
    reader = context.new_page()
    reader.goto(link)
    expect(reader.locator(".question")).to_have_count(0)
    reader.get_by_label("Password").fill("seven swans")
    reader.get_by_role("button", name="Open").click()
    expect(reader.locator(".question")).to_have_text("Why is the sky blue?")
    assert axe(reader) == []
    look(reader, "share-read")

    owner.reload()
    expect(owner.get_by_text("Read by 1 person")).to_be_visible()
    owner.get_by_role("button", name="Revoke").click()
    expect(owner.get_by_text("The link opens nothing any more.")).to_be_visible()
    expect(elsewhere.get_by_role("link", name="Shared")).to_have_count(0)
    answer = reader.reload()
    assert answer is not None
    assert answer.status == 404
    expect(reader.get_by_text("This link opens nothing")).to_be_visible()
    context.close()
