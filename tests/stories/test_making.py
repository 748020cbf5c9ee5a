"""Making with care: a prompt made better, and up a draft ladder from four stills to a film, found again elsewhere."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from accounts.models import Role, User
from studio.models import Job, Ladder
from tests.stories.conftest import PHONE, SignIn, axe, small_targets

pytestmark = pytest.mark.browser

Look = Callable[[Page, str], None]
Somebody = Callable[..., User]


def test_up_a_ladder_by_day_and_the_last_rung_on_a_phone_by_night(
    sign_in: SignIn, somebody: Somebody, look: Look
) -> None:
    alice = somebody(Role.CREATOR)
    page = sign_in(alice)
    page.goto("/studio/")
    page.get_by_role("link", name="Draft ladder").click()
    page.get_by_label("What do you see?").fill("A heron on a post at dawn")
    page.get_by_label("Length in seconds").select_option("4")
    look(page, "ladder-begin-wide")
    assert axe(page) == []
    page.get_by_role("button", name="Make four stills").click()
    stills = page.get_by_role("radio", name="Picture")
    expect(stills).to_have_count(4)
    expect(page.get_by_role("button", name="Make a 3 s clip")).to_contain_text("¢")

    # A clip of the third one; a reload in the middle loses nothing.
    stills.nth(2).check(force=True)
    page.get_by_label("What shall happen?").fill("The heron lifts off")
    look(page, "ladder-stills-wide")
    assert axe(page) == []
    page.get_by_role("button", name="Make a 3 s clip").click()
    expect(page.locator("[data-rung=clip]")).to_be_visible()
    page.reload()
    expect(page.get_by_role("radio", name="Film 1 of 1")).to_be_checked()

    # The final, on another device.
    phone = sign_in(alice, viewport=PHONE, has_touch=True, is_mobile=True, color_scheme="dark")
    phone.goto("/studio/ladder/")
    look(phone, "ladder-list-phone")
    phone.get_by_role("link", name="Go on").click()
    look(phone, "ladder-clip-phone")
    assert axe(phone) == []
    assert small_targets(phone) == []
    phone.get_by_role("button", name="Make the final").click()
    saved = phone.locator(".saved-head")
    expect(saved).to_contain_text("Saved")
    expect(phone.get_by_text("4 finals straight from words cost")).to_be_visible()
    saved.scroll_into_view_if_needed()
    look(phone, "ladder-saved-phone")
    page.reload()
    page.screenshot(path="var/stories/ladder-whole-wide.png", full_page=True)

    ladder = Ladder.objects.get(owner=alice)
    assert sorted(ladder.rungs.values_list("step", flat=True)) == ["clip", "final", "stills"]
    assert phone.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_a_style_is_made_put_on_and_seen_before_it_is_sent(sign_in: SignIn, somebody: Somebody, look: Look) -> None:
    alice = somebody(Role.CREATOR)
    page = sign_in(alice)
    page.goto("/studio/styles/")
    page.get_by_role("link", name="New preset").click()
    page.get_by_label("Name").fill("Watercolour")
    page.get_by_label("Before the prompt").fill("A loose watercolour of")
    page.get_by_label("Ratio").select_option("16:9")
    page.get_by_role("button", name="Keep it").click()
    expect(page.get_by_role("link", name="Change Watercolour")).to_be_visible()
    assert axe(page) == []

    page.goto("/studio/")
    bench = page.locator("#order[data-alive]")
    bench.get_by_role("textbox").fill("a heron on a post")
    bench.locator("select[name=preset]").select_option(label="Watercolour")
    sent = page.locator(".sent-as")
    expect(sent).to_have_text("Sent as A loose watercolour of a heron on a post")
    expect(bench.get_by_label("Ratio")).to_have_value("16:9")
    bench.get_by_role("textbox").press_sequentially(" at dusk")
    expect(sent).to_have_text("Sent as A loose watercolour of a heron on a post at dusk")
    page.reload()
    expect(sent).to_have_text("Sent as A loose watercolour of a heron on a post at dusk")
    look(page, "style-worn-wide")
    assert axe(page) == []
    page.locator("#order-go").click()
    expect(page.locator("#wall > li[data-asset]")).to_have_count(1)

    job = Job.objects.get(owner=alice)
    assert job.prompt == "A loose watercolour of\na heron on a post at dusk"
    assert job.shape == "16:9"


def test_a_better_prompt_is_taken_and_given_back_by_keys_on_a_phone(
    sign_in: SignIn, somebody: Somebody, look: Look
) -> None:
    page = sign_in(somebody(Role.CREATOR), viewport=PHONE, has_touch=True, is_mobile=True, color_scheme="dark")
    page.goto("/studio/")
    bench = page.locator("#order[data-alive]")
    words = bench.get_by_role("textbox")
    ask = page.get_by_role("button", name="Improve my prompt")
    expect(ask).to_be_disabled()
    words.fill("A heron on a post")
    ask.press("Enter")
    accept = page.get_by_role("button", name="Accept")
    expect(page.locator(".improved ins").first).to_be_visible()
    look(page, "improve-phone")
    assert axe(page) == []
    assert small_targets(page) == []

    accept.press("Enter")
    expect(words).to_have_value(re.compile("low morning light"))
    expect(words).to_be_focused()
    page.get_by_label("Ratio").select_option("16:9")
    page.get_by_role("button", name="Undo").press("Enter")

    expect(words).to_have_value("A heron on a post")
    page.set_viewport_size({"width": 1440, "height": 900})
    page.emulate_media(color_scheme="light")
    ask.click()
    expect(accept).to_be_visible()
    look(page, "improve-wide")
    page.get_by_role("button", name="Keep mine").click()
    expect(page.locator("#improve")).to_be_empty()
    expect(words).to_have_value("A heron on a post")


def test_a_picture_asked_for_in_a_conversation_lands_in_both_rooms(
    sign_in: SignIn, somebody: Somebody, look: Look
) -> None:
    alice = somebody(Role.CREATOR)
    page = sign_in(alice)
    box = page.locator("#composer textarea")
    box.fill("Please make a picture of a heron on a post at dawn, 16:9")
    box.press("Enter")
    card = page.get_by_role("complementary", name="A picture from the studio")
    draws = card.get_by_label("What is to be drawn")
    expect(draws).to_have_value("a heron on a post at dawn")
    draws.fill("a heron on a post at dusk")
    expect(page.locator("article.turn[data-state=finished]")).to_be_visible()
    expect(draws).to_have_value("a heron on a post at dusk")  # the answer's end left it alone
    look(page, "drawing-offer-wide")
    assert axe(page) == []

    # A second tab and a phone show the same card, before and after the click.
    phone = sign_in(alice, viewport=PHONE, has_touch=True, is_mobile=True, color_scheme="dark")
    phone.goto(page.url)
    elsewhere = phone.get_by_role("complementary", name="A picture from the studio")
    expect(elsewhere.get_by_role("button", name="Make the picture")).to_contain_text("¢")
    elsewhere.scroll_into_view_if_needed()
    look(phone, "drawing-offer-phone")
    assert axe(phone) == []
    assert small_targets(phone) == []
    card.get_by_role("button", name="Make the picture").click()
    picture = card.get_by_role("img", name="a heron on a post at dusk")
    expect(picture).to_be_visible()
    expect(elsewhere.get_by_role("img", name="a heron on a post at dusk")).to_be_visible()
    look(page, "drawing-made-wide")
    elsewhere.get_by_role("img").scroll_into_view_if_needed()
    look(phone, "drawing-made-phone")
    assert axe(page) == []

    page.reload()
    expect(picture).to_be_visible()
    card.get_by_role("link", name="Open in the studio").click()
    expect(page.get_by_role("img", name="a heron on a post at dusk").first).to_be_visible()
    assert phone.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
