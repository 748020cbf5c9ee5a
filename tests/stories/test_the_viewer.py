"""Looking at what was made: by keys alone, two beside each other, and where it all comes from."""

import json
import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from accounts.models import Role, User
from studio.models import Asset, Lineage
from tests.stories.conftest import PHONE, SignIn, axe, small_targets

pytestmark = pytest.mark.browser

Look = Callable[[Page, str], None]
Somebody = Callable[..., User]

SHOWN = "(picture) => [picture.complete && picture.naturalWidth > 0, picture.currentSrc.split('/').at(-2)]"


def made(page: Page, owner: User, words: str, kind: str = "picture", n: int = 1) -> list[Asset]:
    """Order it on the bench, and wait for it on the wall."""
    before = Asset.objects.owned_by(owner).count()
    page.goto(f"/studio/?verb={'imagine' if kind == 'picture' else 'film'}")
    page.wait_for_selector("#order[data-alive]")
    bench = page.locator("#order")
    bench.get_by_role("textbox").fill(words)
    if kind == "picture":
        bench.get_by_label("How many").select_option(str(n))
    else:
        bench.get_by_label("Length in seconds").select_option("2")
    page.locator("#order-go").click()
    expect(page.locator("#wall > li[data-asset]")).to_have_count(before + n)
    return list(Asset.objects.owned_by(owner).order_by("-pk")[:n])


def family(owner: User, pictures: list[Asset]) -> None:
    """Each was made from the one before it, with other words."""
    words = [
        "A harbour by day",
        "A harbour at night",
        "A harbour at night in the rain",
        "A harbour at dawn in the rain",
    ]
    for picture, alt in zip(pictures, words, strict=True):
        Asset.objects.filter(pk=picture.pk).update(alt=alt, verb="edit")
    for parent, child in [(0, 1), (1, 2), (1, 3)]:
        Lineage.objects.create(parent=pictures[parent], child=pictures[child], role="source")
    Asset.objects.filter(pk=pictures[0].pk).update(verb="imagine")


def at(page: Page, asset: Asset) -> None:
    page.goto(f"/studio/assets/{asset.public_id}/")
    page.wait_for_selector("#asset[data-alive]")


def test_everything_in_the_viewer_is_done_by_keys(sign_in: SignIn, somebody: Somebody, look: Look) -> None:
    alice = somebody(Role.CREATOR)
    page = sign_in(alice, permissions=["clipboard-read", "clipboard-write"])
    newer, older = made(page, alice, "A quiet harbour", n=2)
    at(page, newer)
    stage = page.locator("[data-stage] > img")
    place = page.locator("[data-stage]").bounding_box()

    page.keyboard.press("ArrowRight")
    expect(page.locator("#asset")).to_have_attribute("data-asset", str(older.public_id))
    page.wait_for_selector("#asset[data-alive]")
    assert page.locator("[data-stage]").bounding_box() == place  # nothing jumped
    page.keyboard.press(".")
    expect(page.locator("#star")).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("4")
    expect(page.get_by_role("group", name="Rating: 4 of 5")).to_be_visible()
    page.keyboard.press("0")
    expect(page.get_by_role("group", name="Rating: none")).to_be_visible()
    assert stage.evaluate(SHOWN)[0]
    page.keyboard.press("+")
    page.keyboard.press("+")
    expect(page.locator("[data-zoom-says]")).to_have_text("196%")
    expect(stage).to_have_attribute("src", f"/studio/assets/{older.public_id}/file/")
    look(page, "viewer-near")
    page.keyboard.press("0")
    expect(page.locator("[data-zoom-says]")).to_have_text("100%")
    page.keyboard.press("i")
    expect(page.locator(".viewer-side")).to_be_hidden()
    page.reload()
    page.wait_for_selector("#asset[data-alive]")
    expect(page.locator(".viewer-side")).to_be_hidden()
    page.keyboard.press("i")
    page.keyboard.press("f")
    expect(page.locator("html")).to_have_attribute("data-stage-full", "")
    page.keyboard.press("f")
    expect(page.locator("html")).not_to_have_attribute("data-stage-full", "")
    page.keyboard.press("?")
    for words in (
        "Star it, or not",
        "Animate it",
        "Zoom in",
        "The newer one",
        "4 of 5",
        "Its words alone into the bar",
    ):
        expect(page.get_by_role("dialog")).to_contain_text(words)
    look(page, "viewer-keys")
    page.keyboard.press("Escape")
    page.get_by_text("Copy as JSON").click()
    expect(page.locator(".toast")).to_contain_text("in your clipboard")
    assert json.loads(page.evaluate("navigator.clipboard.readText()"))["id"] == str(older.public_id)
    assert axe(page) == []

    for key, leads in {"e": "?verb=edit&with=", "v": "?verb=animate&with=", "r": "?again=", "c": "compare/?a="}.items():
        at(page, older)
        page.keyboard.press(key)
        page.wait_for_url(re.compile(re.escape(leads)))
    at(page, older)
    page.keyboard.press("p")
    page.wait_for_selector("#order[data-alive]")
    expect(page.locator("#order").get_by_role("textbox")).to_have_value("A quiet harbour")


def test_two_are_compared_and_a_family_is_walked_and_thrown_away(
    sign_in: SignIn, somebody: Somebody, look: Look
) -> None:
    alice = somebody(Role.CREATOR)
    page = sign_in(alice)
    pictures = made(page, alice, "A harbour", n=4)
    family(alice, pictures)
    at(page, pictures[2])
    expect(page.get_by_role("navigation", name="Where it comes from").get_by_role("listitem")).to_have_count(3)
    look(page, "viewer-desk")

    page.keyboard.press("c")
    page.wait_for_url("**/compare/**")
    look(page, "compare-choose")
    assert axe(page) == []
    page.locator(".compare-choices a").first.click()
    page.wait_for_selector("#compare[data-alive]")
    slider = page.get_by_label("How much of the second is seen")
    slider.focus()
    slider.press("Home")
    expect(slider).to_have_value("0")
    slider.press("End")
    slider.press("ArrowLeft")
    expect(slider).to_have_value("99")
    slider.fill("50")
    look(page, "compare-slider")
    for key, mode in {"b": "side", "n": "onion", "d": "difference"}.items():
        page.keyboard.press(key)
        expect(page.locator("#compare")).to_have_attribute("data-mode", mode)
        look(page, f"compare-{mode}")
    page.keyboard.press("b")
    page.keyboard.press("+")
    near = page.locator("[data-stage] figure > img").evaluate_all("(all) => all.map((each) => each.style.transform)")
    assert near[0] == near[1] == "translate(0px, 0px) scale(1.4)"
    assert axe(page) == []

    page.goto(f"/studio/assets/{pictures[2].public_id}/lineage/")
    page.wait_for_selector(".family-map[data-alive]")
    look(page, "lineage")
    assert axe(page) == []
    expect(page.locator(".kin-here ins")).to_have_text("in the rain")
    here = page.locator(".kin-way[aria-current]")
    expect(here).to_be_focused()
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    expect(page.locator(f'.kin-way[href*="{pictures[0].public_id}"]')).to_be_focused()
    page.get_by_role("radio", name="Choose, with 2 made from it").check()
    look(page, "lineage-chosen")
    page.get_by_role("button", name="Delete").click()
    expect(page.locator("main")).to_contain_text("3 things are in the trash")
    look(page, "lineage-deleted")
    page.get_by_role("button", name="Take all 3 back").click()
    expect(page.locator(".kin-card")).to_have_count(4)


def test_a_film_is_stepped_through_and_two_play_as_one_on_a_phone_at_night(
    sign_in: SignIn, somebody: Somebody, look: Look
) -> None:
    alice = somebody(Role.CREATOR)
    page = sign_in(alice, viewport=PHONE, is_mobile=True, has_touch=True, color_scheme="dark")
    (one,) = made(page, alice, "A heron lifts off", kind="video")
    (two,) = made(page, alice, "A heron lands", kind="video")
    at(page, one)

    page.locator("video").evaluate(
        "(film) => film.readyState >= 1 || new Promise((go) => { film.onloadedmetadata = go })"
    )
    page.keyboard.press(";")
    expect(page.locator("#film-time")).to_have_text("0:00.042")
    page.keyboard.press(",")
    expect(page.locator("#film-time")).to_have_text("0:00.000")
    page.get_by_role("button", name="Loop").tap()
    assert page.locator("video").evaluate("(film) => film.loop")
    look(page, "viewer-phone")
    assert [*axe(page), *small_targets(page)] == []
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    look(page, "viewer-phone-below")

    page.goto(f"/studio/compare/?a={one.public_id}&b={two.public_id}")
    page.wait_for_selector("#compare[data-alive]")
    films = page.locator("video")
    films.evaluate_all(
        "(all) => Promise.all(all.map((f) => f.readyState >= 1 || new Promise((go) => { f.onloadedmetadata = go })))"
    )
    page.get_by_label("Where both films are").fill("1")
    expect(page.locator("#film-time")).to_have_text("0:01.000")
    page.get_by_role("button", name="A frame on").tap()
    expect(page.locator("#film-time")).to_have_text("0:01.042")
    times = films.evaluate_all("(all) => all.map((film) => film.currentTime)")
    assert times[0] == pytest.approx(times[1], abs=0.001)
    look(page, "compare-phone")
    assert [*axe(page), *small_targets(page)] == []
    page.goto(f"/studio/assets/{one.public_id}/lineage/")
    look(page, "lineage-phone")
    assert [*axe(page), *small_targets(page)] == []
