"""Somebody asks, reads along, reloads, joins from elsewhere, stops from another tab; nothing is missing anywhere."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from accounts.models import User
from chatapp.models import Message, Turn
from tests.stories.conftest import PHONE, SignIn
from tests.support.simulator import Simulator
from usage.allowances import standing
from usage.models import Charge
from usage.money import cents

pytestmark = pytest.mark.browser

Look = Callable[[Page, str], None]
Somebody = Callable[..., User]


def ask(page: Page, words: str) -> None:
    page.wait_for_selector("#composer[data-alive]")
    page.get_by_label("Write to Grok").fill(words)
    page.keyboard.press("Enter")


def test_a_reply_is_read_as_it_is_written_and_kept(
    sign_in: SignIn, somebody: Somebody, look: Look, simulator: Simulator
) -> None:
    alice = somebody()
    page = sign_in(alice)

    ask(page, "Explain rate limits, then show how to wait politely in Python.")

    answer = page.locator("[data-answer]").last
    expect(answer).not_to_be_empty()
    expect(page.locator("article.turn footer.receipt")).to_be_visible()
    expect(page).to_have_url(re.compile(r"/c/[0-9a-f-]{36}/"))
    look(page, "reply-finished")
    shown = page.locator("article.turn .answer").inner_text()
    page.reload()
    expect(page.locator("article.turn .answer")).to_have_text(re.compile(r"\S"))
    assert page.locator("article.turn .answer").inner_text() == shown
    assert "reported" in page.locator("footer.receipt").inner_text()
    charge = Charge.objects.get(owner=alice, purpose="reply")
    assert charge.ticks in [entry["ticks"] for entry in simulator.requests(accepted=True)]


def test_one_may_join_in_the_middle_and_stop_from_another_tab(sign_in: SignIn, somebody: Somebody, look: Look) -> None:
    alice = somebody()
    first, phone = sign_in(alice), sign_in(alice, viewport=PHONE)
    ask(first, "[[scene:pace rate=20 tokens=2000]] Tell me something long.")
    expect(first.locator("[data-answer]")).to_contain_text(re.compile(r"\w+ \w+"))

    first.reload()
    phone.goto(first.url)
    expect(phone.locator("[data-answer]")).to_contain_text(re.compile(r"\w+ \w+"))
    look(first, "reply-writing")
    look(phone, "reply-writing-phone")
    phone.get_by_role("button", name="Stop").last.click()

    for page in (first, phone):
        expect(page.locator("article.turn")).to_have_attribute("data-state", "stopped")
        expect(page.locator("footer.receipt")).to_be_visible()
        assert page.evaluate("document.scrollingElement.scrollHeight - innerHeight") <= 0  # only the thread scrolls
    kept = Message.objects.get(turn__owner=alice).text
    assert kept
    assert first.locator(".answer").text_content() == phone.locator(".answer").text_content()
    assert Turn.objects.get(owner=alice).state == "stopped"
    spent = cents(standing(alice).spent)
    for page in (first, phone):
        expect(page.locator(".me [data-spent]").first).to_have_text(spent)


def test_a_lost_network_loses_nothing(sign_in: SignIn, somebody: Somebody) -> None:
    page = sign_in(somebody())
    ask(page, "[[scene:pace rate=40 tokens=160 stamp=1]] Count the ships.")
    expect(page.locator("[data-answer]")).to_contain_text(re.compile(r"\w+ \w+"))

    page.context.set_offline(True)
    page.evaluate("dispatchEvent(new Event('offline'))")
    page.context.set_offline(False)

    expect(page.locator("article.turn")).to_have_attribute("data-state", "finished", timeout=20_000)
    shown = " ".join(page.locator(".answer").inner_text().split())
    assert shown == " ".join(Message.objects.order_by("-pk").first().text.split())  # type: ignore[union-attr]


def test_what_was_typed_stays_when_it_is_refused(sign_in: SignIn, somebody: Somebody, look: Look) -> None:
    page = sign_in(somebody())

    ask(page, "how to make a pipe bomb at home")

    expect(page.get_by_role("alert")).to_contain_text("Nothing was sent")
    expect(page.get_by_label("Write to Grok")).to_have_value("how to make a pipe bomb at home")
    look(page, "reply-refused")


def test_a_double_click_asks_once(sign_in: SignIn, somebody: Somebody) -> None:
    alice = somebody()
    page = sign_in(alice)
    page.wait_for_selector("#composer[data-alive]")
    page.get_by_label("Write to Grok").fill("Once, please.")

    page.get_by_role("button", name="Send").dblclick()

    expect(page.locator("footer.receipt")).to_be_visible()
    assert Turn.objects.filter(owner=alice).count() == 1


def test_a_conversation_is_renamed_by_keyboard(sign_in: SignIn, somebody: Somebody) -> None:
    page = sign_in(somebody())
    ask(page, "Why do rate limits exist?")
    expect(page.locator("footer.receipt")).to_be_visible()
    page.wait_for_selector("form[data-island=rename][data-alive]", state="attached")

    page.get_by_role("button", name="More about this conversation").focus()
    page.keyboard.press("Enter")
    field = page.get_by_label("Title")
    expect(field).to_be_focused()
    field.fill("Polite waiting")
    page.keyboard.press("Enter")

    expect(page.locator("#name h1")).to_have_text("Polite waiting")
    expect(page).to_have_title(re.compile("^Polite waiting · Salon"))
    expect(page.locator("#more")).to_be_hidden()
    expect(page.get_by_role("button", name="More about this conversation")).to_be_focused()
    expect(page.locator("nav .title")).to_have_text(["Polite waiting"])


def test_a_deleted_conversation_can_be_had_back_from_its_own_address(sign_in: SignIn, somebody: Somebody) -> None:
    page = sign_in(somebody())
    ask(page, "Why do rate limits exist?")
    expect(page.locator("footer.receipt")).to_be_visible()
    address = page.url

    page.get_by_role("button", name="More about this conversation").click()
    page.get_by_role("button", name="Delete").click()
    expect(page.get_by_text("You can have it back until")).to_be_visible()
    page.goto("about:blank")
    page.goto(address)
    box, new = page.locator(".notice").bounding_box(), page.locator("main a.button").bounding_box()
    assert box is not None
    assert new is not None
    assert new["y"] - (box["y"] + box["height"]) >= 8
    page.get_by_role("button", name="Have it back").click()

    expect(page.locator("article.turn .answer")).to_have_text(re.compile(r"\S"))


def test_who_waits_in_line_reads_the_place_and_is_answered_after_all(
    sign_in: SignIn, somebody: Somebody, look: Look, simulator: Simulator
) -> None:
    page = sign_in(somebody())
    simulator.set_scene("rate_limited retry_after=5", routes=["responses"])

    ask(page, "Why do lines form?")

    expect(page.locator("[data-says]").last).to_contain_text("We’re busy. You are next")
    look(page, "reply-waiting-in-line")
    simulator.set_scene("")
    expect(page.locator("article.turn")).to_have_attribute("data-state", "finished")
    expect(page.locator("article.turn .answer")).to_have_text(re.compile(r"\S"))
