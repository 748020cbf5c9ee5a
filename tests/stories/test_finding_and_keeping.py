"""Somebody keeps order and finds again: pins in one window, reads in another, deletes many, searches and jumps."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect

from accounts.models import User
from chatapp.models import Conversation
from tests.stories.conftest import PHONE, SignIn
from tests.stories.test_the_reply import ask

pytestmark = pytest.mark.browser

Look = Callable[[Page, str], None]
Somebody = Callable[..., User]
ROW = "nav .list-item[data-row]"


def asked(page: Page, words: str) -> None:
    """Ask it in a new conversation and wait for the whole answer."""
    page.goto("/")
    ask(page, words)
    expect(page.locator("article.turn footer.receipt")).to_be_visible()


def menu_of(page: Page, row: int) -> None:
    """Open the menu of a row by keyboard."""
    page.locator(f"{ROW} > a").nth(row).focus()
    page.wait_for_selector(f"{ROW} > a[tabindex='-1'], {ROW} > a[tabindex='0']")
    page.keyboard.press("Shift+F10")
    expect(page.locator("#row-menu .row-menu")).to_be_visible()


def test_a_pin_and_a_dot_are_the_same_in_all_windows(sign_in: SignIn, somebody: Somebody, look: Look) -> None:
    alice = somebody()
    desk, phone = sign_in(alice), sign_in(alice, viewport=PHONE)
    asked(desk, "Why do harbours silt up?")
    phone.goto("/")
    expect(phone.locator(ROW)).to_have_count(1)

    menu_of(desk, 0)
    desk.get_by_role("button", name="Pin", exact=True).click()

    for page in (desk, phone):
        expect(page.locator("nav h2", has_text="Pinned")).to_be_attached()
    expect(desk.locator(".toast", has_text="1 conversation pinned.")).to_be_visible()
    desk.goto("/")
    ask(desk, "[[scene:pace rate=200 tokens=400]] Tell me of tides.")
    expect(desk.locator("[data-answer]")).to_contain_text(re.compile(r"\w+"))
    desk.goto("/projects/")
    dot = phone.locator(f"{ROW} .dot")
    expect(dot).to_be_attached()
    look(phone, "finding-unread")
    desk.locator(f"{ROW} .dot").locator("xpath=..").click()
    expect(dot).not_to_be_attached()


def test_a_menu_keeps_its_row_when_the_list_comes_late(sign_in: SignIn, somebody: Somebody) -> None:
    page = sign_in(somebody())
    asked(page, "Why do harbours silt up?")
    expect(page.locator(f"{ROW} .title")).to_be_visible()
    late: list[Route] = []
    page.route("**/c/?*through=*", lambda route: late.append(route))
    with page.expect_request("**/c/?*through=*"):
        page.evaluate("document.dispatchEvent(new Event('conversations:changed'))")
    menu_of(page, 0)

    with page.expect_response("**/c/?*through=*"):
        late.pop().continue_()
    page.unroute("**/c/?*through=*")

    page.get_by_role("button", name="Pin", exact=True).click()
    expect(page.locator("nav h2", has_text="Pinned")).to_be_attached()


def test_many_are_deleted_at_once_and_brought_back(sign_in: SignIn, somebody: Somebody, look: Look) -> None:
    alice = somebody()
    page = sign_in(alice)
    for number in range(3):
        asked(page, f"Question {number} about boats?")
    page.goto("/")

    menu_of(page, 0)
    page.keyboard.press("Escape")
    page.keyboard.press("F2")
    expect(page.get_by_role("textbox", name="Title")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator(f"{ROW} > a").first).to_be_focused()
    menu_of(page, 0)
    page.get_by_role("button", name="Select several").press("Enter")
    expect(page.locator("[data-choose]").first).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator(f"{ROW} > a").first).to_be_focused()

    menu_of(page, 0)
    page.get_by_role("button", name="Select several").click()
    page.locator("[data-choose]").nth(2).click(modifiers=["Shift"])
    expect(page.locator(".bulk-count")).to_have_text("3 chosen")
    look(page, "finding-bulk")
    page.locator(".bulk").get_by_role("button", name="Delete").click()

    expect(page.locator(".toast", has_text="3 conversations deleted.")).to_be_visible()
    expect(page.locator(ROW)).to_have_count(0)
    page.locator("main").click()
    page.keyboard.press("u")
    expect(page.locator(ROW)).to_have_count(3)
    assert Conversation.objects.owned_by(alice).kept().count() == 3


def test_what_was_said_is_found_and_jumped_to(sign_in: SignIn, somebody: Somebody, look: Look) -> None:
    page = sign_in(somebody())
    asked(page, "Where does the zephyrous lighthouse stand?")
    asked(page, "Something else entirely")

    page.keyboard.press("Control+k")
    page.get_by_label("Search your conversations").fill("zephyr from:me")
    hit = page.locator("dialog a.found-hit").first
    expect(hit).to_contain_text("zephyrous")
    look(page, "finding-search")
    page.keyboard.press("Enter")

    expect(page).to_have_url(re.compile(r"/c/[0-9a-f-]{36}/\?message="))
    expect(page.locator("article.turn.flash .question")).to_contain_text("zephyrous lighthouse")
    look(page, "finding-flash")


def test_a_thumbs_first_tap_opens_the_menu_of_a_row(sign_in: SignIn, somebody: Somebody) -> None:
    """What answers the tap is fetched with the first touch of the list, which is this tap."""
    alice = somebody()
    asked(sign_in(alice), "Why do harbours silt up?")
    page = sign_in(alice, viewport=PHONE, is_mobile=True, has_touch=True)
    page.goto("/")
    page.get_by_role("button", name="Open the menu").tap()

    page.locator(f"{ROW} > button").tap()

    expect(page.locator("#row-menu").get_by_role("button", name="Select several")).to_be_visible()
