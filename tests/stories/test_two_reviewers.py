"""Two reviewers at one desk: each sees what the other holds, what was decided in one go comes back in one."""

import io
import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest
from django.core.files.base import ContentFile
from django.db import connections
from PIL import Image
from playwright.sync_api import Locator, Page, expect

from accounts.models import Role, User
from foundation.storage import media
from moderation import flags
from moderation.models import Case
from moderation.verdicts import Action, Verdict
from studio.models import Asset
from studio.subject_kinds import ASSET
from tests.stories.conftest import SignIn, axe
from tests.studio.hung import film, hang

pytestmark = pytest.mark.browser

Look = Callable[[Page, str], None]
FRAMES = [f"Play from 0:0{n // 2}.{n % 2 * 5}" for n in range(12)]


def flagged(asset: Asset, *names: str) -> Case:
    """A case about it, with these previews in the store."""
    picture = io.BytesIO()
    Image.new("RGB", (64, 48), (90, 140, 60)).save(picture, "WEBP")
    for name in names:
        media().save(asset.preview_key(name), ContentFile(picture.getvalue()))
    asset.previews = list(names)
    asset.save(update_fields=["previews"])
    verdict = Verdict(action=Action.REVIEW, check="person", policy_version="", clause="likeness.1", detail=uuid4().hex)
    flag = flags.raise_flag(subject_kind=ASSET, subject=asset.public_id, owner=asset.owner, verdict=verdict)
    assert flag is not None
    return flag.case


def staged(alice: User, bob: User) -> list[Case]:
    """A picture of hers, one of his that looks nearly the same, and a film. Made in another thread: Playwright's loop
    runs in this one."""

    def made() -> list[Case]:
        looks, names = uuid4().hex * 2, ("small.webp", "large.webp")
        try:
            return [
                flagged(hang(alice, pdq=looks), *names),
                flagged(hang(bob, pdq=f"{int(looks, 16) ^ 0b111:064x}"), *names),
                flagged(film(alice, 6), *names, "sheet.webp"),
            ]
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as beside:
        return beside.submit(made).result()


def line(page: Page, case: Case) -> Locator:
    """Of the list."""
    return page.locator(f"#case-{case.public_id}")


def opened(page: Page, case: Case) -> None:
    page.goto(f"/desk/cases/{case.public_id}/")
    page.wait_for_selector("form[data-island=keys][data-alive]")


def hidden(*cases: Case) -> list[bool]:
    return [Asset.objects.get(public_id=case.subject).hidden_at is not None for case in cases]


def test_two_reviewers_share_a_desk(sign_in: SignIn, somebody: Callable[..., User], look: Look) -> None:
    alice, bob, rosa, ruth = (
        somebody(Role.CREATOR),
        somebody(Role.CREATOR),
        somebody(Role.REVIEWER),
        somebody(Role.REVIEWER),
    )
    first, twin, clip = staged(alice, bob)
    at_rosa, at_ruth = sign_in(rosa), sign_in(ruth)
    at_ruth.goto("/desk/")
    at_ruth.wait_for_selector("nav[data-island=queue][data-alive]")

    opened(at_rosa, first)
    expect(line(at_ruth, first)).to_contain_text(f"{rosa.name} is looking")

    at_rosa.get_by_text("Decide equal cases with it").click()
    at_rosa.get_by_label(re.compile("3 of 256 bits differ")).check()
    at_rosa.locator("h1").click()
    for key in ("1", "n"):
        at_rosa.keyboard.press(key)
    at_rosa.keyboard.type("Nobody asked whom it shows.")
    look(at_rosa, "two-reviewers-bulk")
    assert axe(at_rosa) == []
    opened(at_ruth, first)
    at_ruth.get_by_label("Reason, for the owner to read").fill("What Ruth thought.")
    at_rosa.keyboard.press("Enter")
    expect(at_rosa.locator(".undo")).to_contain_text("Decided: 2 cases, removed.")
    expect(at_ruth.get_by_role("alert")).to_contain_text(f"{rosa.name} decided this: removed.")
    expect(at_ruth.get_by_label("Reason, for the owner to read")).to_have_value("What Ruth thought.")
    expect(at_ruth.get_by_role("checkbox", name="Allow")).to_be_disabled()
    expect(at_ruth.get_by_role("link", name="Go on with the next")).to_be_visible()
    look(at_ruth, "two-reviewers-over")
    assert axe(at_ruth) == []
    assert hidden(first, twin) == [True, True]
    for case in (first, twin):
        expect(line(at_ruth, case)).to_have_count(0)

    at_rosa.wait_for_selector(".undo[data-alive]")
    at_rosa.keyboard.press("z")
    for case in (first, twin):
        expect(line(at_ruth, case)).to_be_visible()
    assert hidden(first, twin) == [False, False]

    opened(at_rosa, clip)
    sheet = at_rosa.get_by_alt_text("Twelve moments of the film")
    assert "blur" in sheet.evaluate("(sheet) => getComputedStyle(sheet).filter")
    at_rosa.keyboard.press("b")
    expect(sheet).to_have_css("filter", "none")
    assert [link.get_attribute("aria-label") for link in at_rosa.locator(".film-moments a").all()] == FRAMES
    look(at_rosa, "two-reviewers-film")
