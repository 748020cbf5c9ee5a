"""A film at the desk: twelve frames with their moments, drawn once by a worker, seen by nobody but reviewers."""

import io
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from PIL import Image

from accounts.models import User
from foundation.storage import media
from moderation import flags
from moderation.models import Case
from moderation.verdicts import Action, Verdict
from studio import sheets
from studio.media.names import SHEET
from studio.models import Asset
from studio.subject_kinds import ASSET
from tests.studio import clips, hung

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def filmed(alice: User, tmp_path: Path) -> Asset:
    """A film of Alice's that somebody is to look at."""
    film = hung.stored(hung.film(alice, 2.0, width=160, height=120), clips.clip(2.0), tmp_path)
    verdict = Verdict(action=Action.REVIEW, check="person", policy_version="")
    flags.raise_flag(subject_kind=ASSET, subject=film.public_id, owner=alice, verdict=verdict)
    return film


def test_the_frames_are_drawn_once_and_kept_with_the_film(filmed: Asset, rosa: User, client: Client) -> None:
    client.force_login(rosa)
    case = reverse("case", args=[Case.objects.get().public_id])
    before = client.get(case).content.decode()

    sheets.draw(filmed.pk)
    sheets.draw(filmed.pk)

    filmed.refresh_from_db()
    after = client.get(f"{case}film/").content.decode()
    assert "are being drawn" in before
    assert filmed.previews.count(SHEET) == 1
    assert filmed.preview_key(SHEET) in filmed.stored_keys  # so it goes when the film goes
    assert after.count("data-at=") == 12
    assert "0:01.8" in after
    assert client.get(reverse("asset-sheet-for-desk", args=[filmed.public_id])).status_code == 302


def test_the_sheet_shows_the_film_from_its_beginning_to_its_end(filmed: Asset) -> None:
    sheets.draw(filmed.pk)

    sheet = Image.open(io.BytesIO(media().open(filmed.preview_key(SHEET)).read())).convert("L")
    bright: list[Any] = [sheet.getpixel((c * 160 + 120, r * 120 + 100)) for r in range(3) for c in range(4)]
    assert sheet.size == (640, 360)
    assert bright == sorted(bright)
    assert len(set(bright)) == 12


def test_a_film_that_cannot_be_read_says_so_and_is_decided_all_the_same(
    filmed: Asset, rosa: User, client: Client
) -> None:
    media().delete(filmed.key)
    client.force_login(rosa)

    sheets.draw(filmed.pk)

    page = client.get(reverse("case", args=[Case.objects.get().public_id])).content.decode()
    assert "could not be drawn" in page
    assert 'name="measures"' in page


def test_whoever_owns_the_film_finds_neither_sheet_nor_film_at_the_desk(filmed: Asset, tab: Any) -> None:
    for name in ("asset-sheet-for-desk", "asset-film-for-desk"):
        assert tab.get(reverse(name, args=[filmed.public_id])).status_code == 404
