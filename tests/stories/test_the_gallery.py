"""Somebody with much work on the wall: scrolls, jumps, finds, chooses many, and loses neither place nor thing."""

import io
import zipfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.db import connections
from django.utils import timezone
from PIL import Image, ImageDraw
from playwright.sync_api import Locator, Page, expect

from accounts.models import Role, User
from foundation.storage import media
from studio import boards
from studio.models import Asset
from tests.stories.conftest import PHONE, SignIn, axe
from tests.studio.hung import hang
from tests.studio.steps import order_picture

pytestmark = pytest.mark.browser

Look = Callable[[Page, str], None]
Somebody = Callable[..., User]

MANY = 260
SHAPES = [("3:2", 300, 200), ("16:9", 320, 180), ("1:1", 200, 200), ("9:16", 180, 320), ("4:3", 240, 180)]


def work_of(person: User, count: int = MANY) -> list[Asset]:
    """So many pictures, one every two days; newest first. Each shows a sun somewhere else, in another colour."""
    now, things = timezone.now(), []
    for number in range(count):
        ratio, width, height = SHAPES[number * 7 % 5]
        thing = hang(
            person, f"Study {number} of a sun", ratio=ratio, width=width, height=height, previews=["small.webp"],
            made_at=now - timedelta(days=2 * number, minutes=5), starred=number == 3, rating=4 if number == 5 else 0,
        )  # fmt: skip
        picture = Image.new("RGB", (width, height), f"hsl({number * 37 % 360}, 35%, 62%)")
        ImageDraw.Draw(picture).circle((width * (number % 9 + 1) / 10, height / 3), 30, fill="#f6e7c6")
        raw = io.BytesIO()
        picture.save(raw, "WEBP", quality=70)
        media().save(thing.preview_key("small.webp"), ContentFile(raw.getvalue()))
        things.append(thing)
    return things


def at_the_wall(page: Page) -> Locator:
    """The wall, grown to its whole length."""
    page.goto("/studio/")
    page.wait_for_selector("#wall[data-grown]")
    return page.locator("#wall")


def card(wall: Locator, thing: Asset) -> Locator:
    return wall.locator(f'[data-asset="{thing.public_id}"]')


def order_elsewhere(person: User) -> None:
    """In another window."""
    order_picture(person, "A comet that has just come")
    connections.close_all()


def test_a_long_wall_is_walked_jumped_and_never_moves(sign_in: SignIn, somebody: Somebody, look: Look) -> None:
    alice = somebody(Role.CREATOR)
    things = work_of(alice)
    page = sign_in(alice)
    wall = at_the_wall(page)
    page.wait_for_load_state("networkidle")
    look(page, "gallery-wall")
    assert axe(page) == []

    card(wall, things[0]).get_by_role("link").focus()
    page.keyboard.press("ArrowRight")
    expect(card(wall, things[1]).get_by_role("link")).to_be_focused()
    page.keyboard.press("End")
    expect(card(wall, things[-1]).get_by_role("link")).to_be_focused()
    expect(card(wall, things[-1])).to_be_in_viewport(ratio=0.9)
    assert wall.locator(".card").count() < 120
    page.keyboard.press("Home")
    expect(card(wall, things[0]).get_by_role("link")).to_be_focused()

    time = page.get_by_role("slider", name="When it was made")
    newest = time.get_attribute("aria-valuetext")
    time.focus()
    page.keyboard.press("PageDown")
    expect(time).not_to_have_attribute("aria-valuetext", newest or "")
    first_seen = wall.locator(".card[data-asset]").nth(20)
    expect(first_seen).to_be_visible()
    look(page, "gallery-scrubbed")

    height = page.evaluate("scrollY")
    name = first_seen.get_attribute("data-asset")
    before = wall.locator(f'[data-asset="{name}"]').bounding_box()
    with ThreadPoolExecutor(1) as beside:  # Playwright's loop runs in this thread
        beside.submit(order_elsewhere, alice).result()
    expect(wall.locator("[data-asset]", has_text="A comet that has just come")).to_have_count(1)
    after = wall.locator(f'[data-asset="{name}"]').bounding_box()
    assert before
    assert after
    assert (after["x"], after["y"]) == pytest.approx((before["x"], before["y"]), abs=1)
    assert page.evaluate("scrollY") > height
    assert axe(page) == []


def test_many_are_chosen_kept_in_order_and_had_back(sign_in: SignIn, somebody: Somebody, look: Look) -> None:
    alice = somebody(Role.CREATOR)
    things = work_of(alice, 60)
    for thing in things[:3]:
        media().save(thing.key, ContentFile(b"four"))
    boards.make(alice, "Suns")
    page = sign_in(alice)
    wall = at_the_wall(page)

    card(wall, things[0]).get_by_role("link").focus()
    page.keyboard.press(".")
    expect(card(wall, things[0]).get_by_text("Starred")).to_be_attached()
    page.keyboard.press("Space")
    card(wall, things[2]).click(modifiers=["Shift"])
    bar = page.get_by_role("toolbar", name="With those chosen")
    expect(bar).to_contain_text("3 chosen")
    look(page, "gallery-chosen")
    assert axe(page) == []

    bar.get_by_label("Move").select_option("Suns")
    expect(page.locator(".toast").last).to_contain_text("3 moved to Suns.")
    with page.expect_download() as saved:
        bar.get_by_role("button", name="Download as a zip").click()
    with zipfile.ZipFile(Path(saved.value.path())) as opened:
        assert len(opened.namelist()) == 6
    bar.get_by_role("button", name="Delete").click()
    expect(card(wall, things[1])).to_have_count(0)
    expect(card(wall, things[3])).to_be_visible()
    page.locator(".toast").last.get_by_role("button", name="Undo").click()
    expect(card(wall, things[1])).to_be_visible()

    page.get_by_role("button", name="Boards").click()
    page.get_by_role("link", name="Suns", exact=True).click()
    expect(page.locator("#wall > .card")).to_have_count(3)
    expect(page.get_by_role("link", name="board:Suns")).to_be_visible()
    page.get_by_role("button", name="Select", exact=True).click()
    for thing in things[:2]:
        card(page.locator("#wall"), thing).click()
    page.get_by_role("button", name="Share by link").click()
    expect(page.get_by_role("group", name="To show").get_by_role("checkbox")).to_have_count(2)
    page.go_back()
    page.get_by_role("searchbox").fill("colour:red")
    page.keyboard.press("Enter")
    expect(page.get_by_text("“colour:” is not a filter.")).to_be_visible()
    look(page, "gallery-not-understood")
    assert axe(page) == []


def test_a_phone_has_the_whole_gallery(sign_in: SignIn, somebody: Somebody, look: Look) -> None:
    alice = somebody(Role.CREATOR)
    things = work_of(alice, 90)
    page = sign_in(alice, viewport=PHONE, has_touch=True, is_mobile=True, color_scheme="dark")
    wall = at_the_wall(page)
    page.wait_for_load_state("networkidle")
    look(page, "gallery-phone")

    page.get_by_role("button", name="Select", exact=True).click()
    card(wall, things[0]).tap()
    card(wall, things[4]).tap()
    expect(page.get_by_role("toolbar", name="With those chosen")).to_contain_text("2 chosen")
    look(page, "gallery-phone-chosen")
    assert axe(page) == []
    page.get_by_role("button", name="Done").click()
    page.get_by_role("button", name="Filter").click()
    page.get_by_text("Rating", exact=True).click()
    look(page, "gallery-phone-filter")
    page.get_by_role("link", name="★★★★ and more").click()
    expect(page.locator("#wall > .card")).to_have_count(1)

    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    assert axe(page) == []
