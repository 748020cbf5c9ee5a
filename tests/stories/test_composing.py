"""Somebody writes: with an input method, in two tabs, without a line; what was typed is never lost and never sent twice."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect

from accounts.models import User
from chatapp.models import Draft, Turn
from tests.chatapp.relays import until
from tests.stories.conftest import PHONE, SignIn
from tests.stories.test_the_reply import ask

pytestmark = pytest.mark.browser

Look = Callable[[Page, str], None]
Somebody = Callable[..., User]


def composer(page: Page) -> Page:
    """The page, with a composer that is awake."""
    page.wait_for_selector("#composer[data-alive]")
    return page


def test_enter_never_sends_while_a_word_is_being_composed(sign_in: SignIn, somebody: Somebody) -> None:
    alice = somebody()
    page = composer(sign_in(alice))
    field = page.get_by_label("Write to Grok")
    field.fill("東京")
    line = page.context.new_cdp_session(page)

    line.send("Input.imeSetComposition", {"text": "の", "selectionStart": 1, "selectionEnd": 1})
    line.send("Input.dispatchKeyEvent", {"type": "rawKeyDown", "key": "Enter", "windowsVirtualKeyCode": 229})
    line.send("Input.insertText", {"text": "天気"})
    # Safari's: the composition has ended, but the Enter that ended it comes after, as 229.
    field.evaluate(
        "field => field.dispatchEvent(new KeyboardEvent('keydown', {key: 'Enter', keyCode: 229, bubbles: true}))"
    )
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("?")

    expect(field).to_have_value("東京天気\n?")
    assert not Turn.objects.filter(owner=alice).exists()
    page.keyboard.press("Enter")
    expect(page.locator(".question")).to_have_text("東京天気\n?")
    expect(field).to_have_value("")


def test_on_a_phone_enter_breaks_the_line_and_the_button_sends(sign_in: SignIn, somebody: Somebody, look: Look) -> None:
    page = composer(sign_in(somebody(), viewport=PHONE, is_mobile=True, has_touch=True))
    field = page.get_by_label("Write to Grok")
    field.fill("Two")
    page.keyboard.press("Enter")
    page.keyboard.type("lines")
    expect(field).to_have_value("Two\nlines")
    look(page, "composer-phone")

    page.get_by_role("button", name="Send", exact=True).tap()

    expect(page.locator(".question")).to_have_text("Two\nlines")
    expect(field).not_to_be_focused()


def test_what_was_typed_is_on_another_device_and_gone_when_it_was_sent(sign_in: SignIn, somebody: Somebody) -> None:
    alice = somebody()
    desk, phone = composer(sign_in(alice)), sign_in(alice, viewport=PHONE)

    desk.get_by_label("Write to Grok").press_sequentially("Half a thought")
    until(lambda: Draft.objects.filter(owner=alice, text="Half a thought").exists(), "the draft is kept")
    phone.reload()
    expect(composer(phone).get_by_label("Write to Grok")).to_have_value("Half a thought")

    phone.get_by_label("Write to Grok").press_sequentially(", finished.")
    desk.get_by_label("Write to Grok").press("Enter")
    expect(desk.locator(".question")).to_have_text("Half a thought")
    desk.goto("/")
    expect(composer(desk).get_by_label("Write to Grok")).to_have_value("")


def test_a_page_that_closes_at_once_has_kept_what_was_typed(sign_in: SignIn, somebody: Somebody) -> None:
    alice = somebody()
    page = composer(sign_in(alice))

    page.get_by_label("Write to Grok").fill("The last word")
    page.goto("/studio/")

    until(lambda: Draft.objects.filter(owner=alice, text="The last word").exists(), "the draft is kept")


def test_what_is_typed_while_the_answer_is_on_its_way_stays_under_ones_hands(
    sign_in: SignIn, somebody: Somebody
) -> None:
    page = composer(sign_in(somebody()))
    field = page.get_by_label("Write to Grok")
    handle = field.element_handle()
    held: list[Route] = []
    page.route("**/c/send/", lambda route: held.append(route))  # Playwright marks its handlers
    ask(page, "First")
    expect(field).to_have_value("")

    page.keyboard.type("Second, alrea")
    held.pop().continue_()
    expect(page.locator(".question")).to_have_text("First")
    page.keyboard.type("dy")

    expect(field).to_have_value("Second, already")
    assert handle is not None
    assert handle.evaluate("field => field.isConnected && document.activeElement === field")
    page.reload()
    expect(composer(page).get_by_label("Write to Grok")).to_have_value("Second, already")


def test_a_message_that_could_not_be_sent_comes_back_and_goes_once(sign_in: SignIn, somebody: Somebody) -> None:
    alice = somebody()
    page = composer(sign_in(alice))
    page.route("**/c/send/", lambda route: route.abort())
    ask(page, "Once, please.")
    expect(page.get_by_text("No connection. Nothing was sent")).to_be_visible()
    expect(page.get_by_label("Write to Grok")).to_have_value("Once, please.")

    page.unroute("**/c/send/")
    page.keyboard.press("Enter")

    expect(page).to_have_url(re.compile(r"/c/[0-9a-f-]{36}/"))
    assert Turn.objects.filter(owner=alice).count() == 1


def test_two_messages_queue_and_are_sent_though_the_tab_is_closed(
    sign_in: SignIn, somebody: Somebody, look: Look
) -> None:
    alice = somebody()
    page = composer(sign_in(alice))
    ask(page, "First [[scene:pace tokens=200 rate=15]]")
    expect(page.locator("[data-answer]")).to_contain_text(re.compile(r"\w+ \w+"))
    for words in ("Second", "Third"):
        ask(page, words)
        expect(page.locator(".queued").last).to_contain_text(f"“{words}”")
        expect(page.get_by_label("Write to Grok")).to_have_value("")
    look(page, "composer-queued")
    page.reload()
    expect(page.locator(".queued")).to_have_count(2)
    address = page.url

    page.goto("about:blank")
    until(lambda: Turn.objects.filter(owner=alice, state="finished").count() == 3, "three answers", seconds=60)

    page.goto(address)
    expect(page.locator(".question")).to_have_text([re.compile("First"), "Second", "Third"])
    expect(page.locator(".queued")).to_have_count(0)
