"""Somebody brings a picture and a clip by dropping them on the studio, and cuts a part out of the clip."""

import base64
from collections.abc import Callable

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


PHONE_AT_NIGHT = {"viewport": PHONE, "has_touch": True, "is_mobile": True, "color_scheme": "dark"}
