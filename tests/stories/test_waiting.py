"""Somebody arranges what waits, from the tray, without a mouse."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections, transaction
from playwright.sync_api import Page, expect

from accounts.models import Role, User
from studio.line import mine
from tests.stories.conftest import PHONE, SignIn, axe, small_targets
from tests.studio.steps import order_picture

pytestmark = pytest.mark.browser

Look = Callable[[Page, str], None]
Somebody = Callable[..., User]


def paused(owner: User, *prompts: str) -> None:
    """Orders that no worker takes. Made in another thread: Playwright's loop runs in this one."""

    def made() -> None:
        try:
            with transaction.atomic():
                for prompt in prompts:
                    mine.pause(owner, order_picture(owner, prompt).public_id)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as beside:
        beside.submit(made).result()


def test_paused_orders_are_arranged_and_let_go_on_by_keys(sign_in: SignIn, somebody: Somebody, look: Look) -> None:
    alice = somebody(Role.CREATOR, Role.ADMINISTRATOR)
    paused(alice, "one fox", "two foxes", "three foxes")
    page = sign_in(alice)
    tray = page.locator("#tray")
    expect(tray.locator(".tray > summary")).to_contain_text("3 paused")
    tray.locator(".tray > summary").click()
    rows = tray.locator("[data-tray-job]")
    expect(rows).to_have_count(3)

    rows.nth(2).get_by_role("button", name="Send this first").focus()
    page.keyboard.press("Enter")
    expect(rows.first).to_contain_text("three foxes")
    expect(rows.first.get_by_role("button", name="Send this first")).to_be_focused()
    rows.first.get_by_role("button", name="Later").press("Enter")
    expect(rows.nth(1)).to_contain_text("three foxes")
    tray.get_by_text("everybody’s jobs").click()
    expect(tray.locator("div > table")).to_contain_text("3 paused")
    tray.evaluate("tray => { tray.dataset.before = ''; tray.dispatchEvent(new Event('wake')) }")
    expect(page.locator("#tray:not([data-before]) div > table")).to_be_visible()  # a bell folds nothing that one opened
    assert axe(page) == []
    look(page, "waiting-arranged")
    page.set_viewport_size({"width": PHONE["width"], "height": PHONE["height"]})
    page.emulate_media(color_scheme="dark")
    assert small_targets(page) == []
    look(page, "waiting-phone")

    rows.nth(1).get_by_role("button", name="Go on").click()
    expect(tray.locator('[data-tray-job][data-state="ready"]')).to_contain_text("three foxes")
