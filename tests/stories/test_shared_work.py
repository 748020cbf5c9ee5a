"""A picture is shown by link to somebody without an account, taken back under their eyes; and anyone checks a file."""

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from accounts.models import Role, User
from tests.stories.conftest import PHONE, SignIn, axe
from tests.stories.test_the_film import order

pytestmark = pytest.mark.browser


def made_one(page: Page, words: str = "A heron lifts off at dawn") -> None:
    """A picture hangs on the wall and is opened."""
    order(page, words, kind="picture")
    page.locator("#wall > li[data-asset] a").first.click()
    page.wait_for_selector("#asset[data-alive]")


def test_a_picture_is_shown_by_link_until_it_is_taken_back(
    browser: Any, sign_in: SignIn, somebody: Callable[..., User], look: Callable[[Page, str], None]
) -> None:
    owner = sign_in(somebody(Role.CREATOR))
    made_one(owner)
    expect(owner.get_by_text("Made with AI, and the file says so itself.")).to_be_visible()
    owner.get_by_role("link", name="Share", exact=True).click()
    paper = owner.get_by_role("group", name="What somebody will see")
    expect(paper).not_to_contain_text("A heron lifts off")
    owner.get_by_label("Show the prompts").check()
    expect(paper).to_contain_text("A heron lifts off")
    owner.get_by_label("Show the prompts").uncheck()
    expect(paper).not_to_contain_text("A heron lifts off")
    owner.get_by_label("Password").fill("seven swans")
    assert axe(owner) == []
    owner.get_by_role("button", name="Make the link").click()
    link = owner.get_by_role("textbox", name="Link").input_value()
    look(owner, "work-shared")

    context = browser.new_context(viewport=PHONE, is_mobile=True, has_touch=True, color_scheme="dark")
    reader = context.new_page()
    reader.goto(link)
    reader.get_by_label("Password").fill("seven swans")
    reader.get_by_role("button", name="Open").click()
    expect(reader.get_by_text("Made with AI, and the file says so itself.")).to_be_visible()
    expect(reader.get_by_text("Signed by this house")).to_be_visible()
    expect(reader.get_by_text("A heron lifts off")).to_have_count(0)
    assert reader.locator(".shown-stage img").evaluate("image => image.decode().then(() => image.naturalWidth > 0)")
    assert axe(reader) == []
    look(reader, "work-seen")

    owner.reload()
    expect(owner.get_by_text("Read by 1 person")).to_be_visible()
    owner.get_by_role("button", name="Revoke").click()
    expect(owner.get_by_text("The link opens nothing any more.")).to_be_visible()
    answer = reader.reload()
    assert answer is not None
    assert answer.status == 404
    expect(reader.get_by_text("This link opens nothing")).to_be_visible()
    context.close()


def test_anyone_checks_a_file(
    live: Any,
    browser: Any,
    sign_in: SignIn,
    somebody: Callable[..., User],
    look: Callable[[Page, str], None],
    tmp_path: Path,
) -> None:
    owner = sign_in(somebody(Role.CREATOR))
    made_one(owner)
    with owner.expect_download() as saved:
        owner.get_by_role("link", name="Download").click()
    ours, changed, other = Path(saved.value.path()), tmp_path / "changed.jpg", tmp_path / "other.png"
    raw = bytearray(ours.read_bytes())
    raw[-200] ^= 1
    changed.write_bytes(raw)
    noise = io.BytesIO()
    Image.effect_noise((300, 200), 60).convert("RGB").save(noise, "PNG")
    other.write_bytes(noise.getvalue())
    with Image.open(ours) as picture:
        picture.resize((720, 720)).convert("RGB").save(tmp_path / "anew.jpg", quality=85)

    for screen, options in {
        "desk": {},
        "phone": {"viewport": PHONE, "is_mobile": True, "has_touch": True, "color_scheme": "dark"},
    }.items():
        context = browser.new_context(base_url=live.url, **options)
        page = context.new_page()
        uploads: list[str] = []
        page.on("request", lambda asked, kept=uploads: kept.append(asked.url) if "/check/file/" in asked.url else None)
        page.goto("/check/")
        page.wait_for_selector("form.check-form[data-alive]")
        look(page, f"check-{screen}")
        choose = page.locator("#check-file")

        choose.set_input_files(ours)
        expect(page.get_by_role("heading", name="It comes from here, and nothing was changed")).to_be_visible()
        assert uploads == []  # it was known by its hash
        look(page, f"check-intact-{screen}")
        choose.set_input_files(changed)
        expect(page.get_by_role("heading", name="It was signed here, and changed since")).to_be_visible()
        assert len(uploads) == 1
        look(page, f"check-changed-{screen}")
        choose.set_input_files(tmp_path / "anew.jpg")
        expect(page.get_by_role("heading", name="It was made here with AI, and saved anew since")).to_be_visible()
        look(page, f"check-marked-{screen}")
        choose.set_input_files(other)
        expect(page.get_by_role("heading", name="We do not know this file")).to_be_visible()
        assert axe(page) == []
        context.close()
