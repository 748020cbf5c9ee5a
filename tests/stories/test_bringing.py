"""Somebody brings a picture and a clip by dropping them on the studio, and cuts a part out of the clip."""

import base64
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from accounts.models import Role, User
from studio.models import Asset
from tests.stories.conftest import PHONE, SignIn, axe, small_targets
from tests.studio import clips

pytestmark = pytest.mark.browser

Look = Callable[[Page, str], None]
Somebody = Callable[..., User]

DROP = """(files) => {
  const data = new DataTransfer()
  for (const [name, type, content] of files) {
    const bytes = Uint8Array.from(atob(content), (letter) => letter.charCodeAt(0))
    data.items.add(new File([bytes], name, { type }))
  }
  for (const kind of ["dragenter", "drop"])
    document.body.dispatchEvent(new DragEvent(kind, { bubbles: true, cancelable: true, dataTransfer: data }))
}"""


def test_a_picture_and_a_clip_are_dropped_and_a_part_is_cut_out(
    sign_in: SignIn, somebody: Somebody, look: Look
) -> None:
    alice = somebody(Role.CREATOR)
    page = sign_in(alice)
    page.goto("/studio/")
    page.wait_for_selector("#bring[data-alive]")
    files = {
        ("harbour.jpg", "image/jpeg"): clips.photograph((960, 640)),
        ("boats.mp4", "video/mp4"): clips.clip(3, size=(640, 360)),
        ("notes.txt", "text/plain"): b"only words",
    }

    page.evaluate(DROP, [[*named, base64.b64encode(content).decode()] for named, content in files.items()])

    expect(page.locator("#bring [role=alert]")).to_contain_text("notes.txt: This is nothing we take.")
    expect(page.locator("#arrivals > li[data-stage=ready]")).to_have_count(2)
    expect(page.locator("#wall > li[data-asset]")).to_have_count(2)
    look(page, "brought")
    assert axe(page) == []
    film = Asset.objects.owned_by(alice).get(kind="video")
    page.goto(f"/studio/assets/{film.public_id}/")
    page.get_by_role("link", name="Trim").click()
    page.wait_for_selector(".trimmer[data-alive]")
    begins, ends = page.get_by_role("slider", name="Beginning"), page.get_by_role("slider", name="End")
    begins.press("Shift+ArrowRight")
    begins.press("ArrowRight")
    ends.press("ArrowLeft")
    expect(page.locator("[data-trim-length]")).to_have_text("1.92 s")
    expect(page.locator("[data-trim-verbs]")).to_have_text("Change takes it. Extend takes 2 to 30 s.")
    look(page, "trimmer")
    assert axe(page) == []
    page.get_by_role("button", name="Cut this part out").click()
    expect(page.locator("#arrivals > li[data-stage=ready]")).to_have_count(3)
    part = Asset.objects.owned_by(alice).get(origin="trimmed")
    assert part.seconds == pytest.approx(46 / clips.FPS, abs=0.05)

    phone = sign_in(alice, **PHONE_AT_NIGHT)
    for address, name in (("/studio/bring/", "brought"), (f"/studio/assets/{film.public_id}/trim/", "trimmer")):
        phone.goto(address)
        phone.wait_for_selector("[data-island=bring][data-alive], .trimmer[data-alive]")
        look(phone, f"{name}-phone")
        assert small_targets(phone) == []
    phone.get_by_role("button", name="End a frame earlier").tap()
    expect(phone.locator("[data-trim-length]")).to_have_text("2.96 s")
    look(phone, "trimmer-phone")


def opened(page: Page, verb: str, words: str) -> Asset:
    """From a film's own page: the verb, the words, the order; what came of it, opened."""
    page.get_by_role("link", name=verb, exact=True).click()
    page.wait_for_selector(f"#order[data-verb={verb.lower()}][data-alive]")
    bench = page.locator("#order")
    expect(bench.locator("[data-input]")).to_have_count(1)
    bench.get_by_role("textbox").fill(words)
    expect(page.locator("#order-go")).to_contain_text("¢")
    page.locator("#order-go").click()
    card = page.locator("#wall > li[data-asset]", has_text=words)
    expect(card).to_have_count(1)
    card.get_by_role("link").first.click()
    page.wait_for_selector("#asset[data-alive]")
    made: Asset = Asset.objects.get(alt=words)
    return made


def test_a_clip_of_ones_own_is_cut_changed_extended_and_shared(
    browser: Any, sign_in: SignIn, somebody: Somebody, look: Look
) -> None:
    alice = somebody(Role.CREATOR)
    page = sign_in(alice)
    page.goto("/studio/")
    page.wait_for_selector("#bring[data-alive]")
    boats = ["boats.mp4", "video/mp4", base64.b64encode(clips.clip(4, size=(640, 360))).decode()]
    page.evaluate(DROP, [boats])
    page.locator("#wall > li[data-asset] a").first.click()
    page.wait_for_selector("#asset[data-alive]")
    page.get_by_role("link", name="Trim").click()
    page.wait_for_selector(".trimmer[data-alive]")
    page.get_by_role("slider", name="End").press("Shift+ArrowLeft")
    page.get_by_role("button", name="Cut this part out").click()
    expect(page.locator("#arrivals > li[data-stage=ready]")).to_have_count(2)
    page.locator("#arrivals > li[data-stage=ready]").first.get_by_role("link").first.click()
    page.wait_for_selector("#asset[data-alive]")

    changed = opened(page, "Change", "At night, under a full moon")
    extended = opened(page, "Extend", "The moon goes down behind the boats")
    page.get_by_role("link", name="Share", exact=True).click()
    look(page, "clip-to-share")
    page.get_by_role("button", name="Make the link").click()
    link = page.get_by_role("textbox", name="Link").input_value()

    steps = [extended, changed]
    while edge := steps[-1].parent_edges.first():
        steps.append(edge.parent)
    assert [each.verb or each.origin for each in steps] == ["extend", "change", "trimmed", "uploaded"]
    context = browser.new_context(**PHONE_AT_NIGHT)
    reader = context.new_page()
    reader.goto(link)
    expect(reader.get_by_text("Made with AI", exact=True)).to_be_visible()
    reader.locator("video").evaluate(PLAYS)
    look(reader, "clip-shared-phone")
    context.close()


PLAYS = """film => film.readyState > 1 || new Promise((good, bad) => {
  film.preload = "auto"
  film.onloadeddata = good
  film.onerror = () => bad(film.error.message)
})"""
PHONE_AT_NIGHT = {"viewport": PHONE, "has_touch": True, "is_mobile": True, "color_scheme": "dark"}
