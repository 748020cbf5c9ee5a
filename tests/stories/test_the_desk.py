"""A held prompt: it waits at the desk, Rosa decides by keys, its owner is told where they are."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from accounts.models import Role, User
from moderation.models import Case
from studio.models import Asset, Job
from tests.stories.conftest import PHONE, SignIn, axe, hurried
from tests.stories.test_the_film import order

pytestmark = pytest.mark.browser

Look = Callable[[Page, str], None]
Somebody = Callable[..., User]

HELD = "A photo of the president, dancing"
SEEN_TOO = "A child in the bath, foam up to the chin"  # what is made of it waits as well


def held(alice: User, page: Page, words: str = HELD) -> Case:
    """An order of Alice's that the rules hold until somebody has looked."""
    before = Job.objects.owned_by(alice).count()
    order(page, words, kind="picture")
    expect(page.locator("#wall > li[data-state=awaiting]")).to_have_count(before + 1)
    return Case.objects.get(subject=Job.objects.owned_by(alice).latest("pk").public_id)


def opened(page: Page, case: Case) -> Page:
    """The case, chosen from the queue."""
    page.goto("/desk/")
    page.locator(f"a[href='/desk/cases/{case.public_id}/']").click()
    page.wait_for_selector("form[data-island=keys][data-alive]")
    return page


def allow(page: Page, reason: str) -> None:
    """By keys alone."""
    page.keyboard.press("a")
    page.keyboard.press("n")
    page.keyboard.type(reason)
    page.keyboard.press("Escape")
    page.keyboard.press("Enter")
    expect(page.locator(".toast")).to_contain_text("The owner was told.")


def test_a_held_prompt_is_removed_by_keys_and_its_owner_is_told(
    sign_in: SignIn, somebody: Somebody, look: Look
) -> None:
    alice, rosa = somebody(Role.CREATOR), somebody(Role.REVIEWER)
    studio = sign_in(alice)
    desk = opened(sign_in(rosa), held(alice, studio))
    words = desk.get_by_role("group", name="The words")
    assert "blur" in words.evaluate("(words) => getComputedStyle(words).filter")

    desk.keyboard.press("b")
    assert words.evaluate("(words) => getComputedStyle(words).filter") == "none"
    desk.keyboard.press("1")
    desk.keyboard.press("n")
    desk.keyboard.type("Nobody asked the president.")
    expect(desk.locator("#statement")).to_contain_text("Nobody asked the president.")
    look(desk, "desk-filled")
    assert axe(desk) == []
    desk.keyboard.press("Enter")

    expect(desk.locator(".toast")).to_contain_text("The owner was told.")
    strip = studio.get_by_role("complementary", name="Notice")
    expect(strip).to_contain_text("decided against it. It was not sent, and you were not charged.")
    expect(studio.locator("#wall > li").first).to_have_attribute("data-state", "refused")
    look(studio, "desk-told")
    assert axe(studio) == []
    strip.get_by_role("button", name="I have read it").click()
    expect(strip).to_have_count(0)


def test_an_allowed_prompt_is_made_and_its_picture_looked_at_before_it_is_shown(
    sign_in: SignIn, somebody: Somebody, look: Look
) -> None:
    alice, rosa = somebody(Role.CREATOR), somebody(Role.REVIEWER)
    studio = sign_in(alice)
    desk = opened(sign_in(rosa), held(alice, studio, SEEN_TOO))

    allow(desk, "Foam to the chin.")
    expect(studio.locator("#wall > li").first).to_have_attribute("data-state", "reviewing")
    expect(studio.locator("#notices")).to_contain_text("allowed it")
    opened(desk, Case.objects.get(subject=Asset.objects.owned_by(alice).get().public_id))
    picture = desk.get_by_alt_text("What this case is about")
    assert "blur" in picture.evaluate("(picture) => getComputedStyle(picture).filter")
    expect(picture).not_to_have_js_property("naturalWidth", 0)  # it is really there, once it has come
    look(desk, "desk-picture")
    allow(desk, "Foam, as she said.")

    expect(studio.locator("#wall > li[data-asset]")).to_have_count(1)
    look(studio, "desk-allowed")


def test_a_decision_needs_its_reason(sign_in: SignIn, somebody: Somebody) -> None:
    alice, rosa = somebody(Role.CREATOR), somebody(Role.REVIEWER)
    case = held(alice, sign_in(alice))
    desk = opened(sign_in(rosa), case)

    desk.keyboard.press("1")
    desk.keyboard.press("Enter")

    expect(desk.get_by_role("alert")).to_have_text("Write the reason first: its owner reads it.")
    expect(desk.get_by_label("Reason, for the owner to read")).to_be_focused()
    desk.keyboard.type("N")
    expect(desk.get_by_role("alert")).to_have_count(0)
    case.refresh_from_db()
    assert case.decided_at is None


def test_the_queue_brings_new_cases_and_is_walked_by_keys(sign_in: SignIn, somebody: Somebody, look: Look) -> None:
    alice, rosa = somebody(Role.CREATOR), somebody(Role.REVIEWER)
    studio, desk = sign_in(alice), sign_in(rosa)
    first = held(alice, studio)
    hurried(desk, "/desk/")
    desk.goto("/desk/")
    desk.wait_for_selector("nav[data-island=queue][data-alive]")
    look(desk, "desk-queue")
    assert axe(desk) == []

    desk.keyboard.press("j")
    expect(desk.locator("a.case").first).to_be_focused()
    desk.keyboard.press("Enter")
    desk.wait_for_selector("nav[data-island=queue][data-alive]")
    here = desk.url
    second = held(alice, studio)
    expect(desk.locator(f"a[href='/desk/cases/{second.public_id}/']")).to_be_visible(timeout=30_000)
    expect(desk.locator("a.case[aria-current]")).to_have_count(1)
    desk.keyboard.press("j")

    expect(desk).not_to_have_url(here)
    assert first.public_id != second.public_id


def test_a_phone_shows_the_queue_and_then_the_case(sign_in: SignIn, somebody: Somebody, look: Look) -> None:
    alice, rosa = somebody(Role.CREATOR), somebody(Role.REVIEWER)
    case = held(alice, sign_in(alice))
    desk = sign_in(rosa, viewport=PHONE, has_touch=True, is_mobile=True)

    opened(desk, case)
    look(desk, "desk-phone")

    expect(desk.locator(".desk-queue")).to_be_hidden()
    assert desk.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    assert axe(desk) == []
    desk.get_by_role("link", name="All cases").click()
    expect(desk.locator(".desk-queue")).to_be_visible()
