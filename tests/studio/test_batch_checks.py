"""What comes of a batch is looked into before it is shown around: a finding waits for its owner's word."""

import io
import tempfile
from pathlib import Path

import pytest
from django.test import Client
from PIL import Image, ImageDraw

from accounts.models import User
from studio.batches import acts, standing
from studio.media import doubts
from studio.models import Asset, Batch
from studio.sharing import shares
from tests.studio.batches import ordered, worked
from tests.studio.clips import clip
from tests.studio.steps import order_video, work
from tests.support.simulator import Simulator

FILM = "prompt,verb,seconds\na fox crossing a river,film,2"


def drawn(colour: str, *, line: bool = False) -> Image.Image:
    image = Image.new("RGB", (160, 90), colour)
    if line:
        ImageDraw.Draw(image).rectangle((20, 20, 80, 60), fill="white")
    return image


@pytest.mark.parametrize(
    ("image", "found"),
    [
        (drawn("black"), ["black"]),
        (drawn("#050505"), ["black"]),
        (drawn("skyblue"), ["plain"]),
        (drawn("skyblue", line=True), []),
        (drawn("black", line=True), []),
    ],
)
def test_a_picture_is_black_plain_or_fine(image: Image.Image, found: list[str]) -> None:
    assert doubts.of_picture(image) == found


@pytest.mark.parametrize(
    ("strip", "sound", "found"),
    [
        (["black"] * 6 + ["white"] * 6, True, ["black"]),
        (["black"] * 5 + ["white"] * 7, True, []),
        (["white"] * 12, True, ["plain"]),
        (["white"] * 12, False, ["plain", "silent"]),
    ],
)
def test_a_film_is_judged_by_its_strip_and_its_sound(strip: list[str], sound: bool, found: list[str]) -> None:
    frames = [drawn(colour, line=colour == "white" and "black" in strip) for colour in strip]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "film.mp4"
        path.write_bytes(clip(1.0, sound=sound))

        assert doubts.of_film(path, frames) == found


def test_sound_that_cannot_be_listened_to_is_said(tmp_path: Path) -> None:
    path = tmp_path / "film.mp4"
    path.write_bytes(io.BytesIO(clip(1.0)).read()[:400])

    assert doubts.of_film(path, [drawn("skyblue", line=True)]) == ["unheard"]


@pytest.fixture
def dark(alice: User, upstream: Simulator) -> Batch:
    """A film that came black and silent."""
    upstream.set_scene("file_dark", routes=["videos"])
    batch = ordered(alice, FILM)
    worked(batch)
    return batch


def test_a_black_and_silent_film_is_shared_only_at_its_owners_word(alice: User, dark: Batch, tab: Client) -> None:
    row, film = dark.rows.get(), Asset.objects.get()
    shown = tab.get(f"/studio/batches/{dark.public_id}/?show=look").content.decode()
    refused = tab.get(f"/studio/share/?asset={film.public_id}")

    assert row.findings == ["black", "silent"]
    assert standing.of(dark).doubtful == 1
    assert "It is black for much of its length. Nothing is to be heard in it." in shown
    assert shares.shareable(alice, [film.public_id]) == []
    assert refused["Location"] == f"/studio/batches/{dark.public_id}/?show=look#row-{row.n}"

    tab.post(f"/studio/batches/{dark.public_id}/rows/{row.public_id}/fine/")

    assert shares.shareable(alice, [film.public_id]) == [film]
    assert standing.of(dark).doubtful == 0


def test_nobody_else_says_that_it_is_fine(bob: User, dark: Batch) -> None:
    with pytest.raises(dark.rows.model.DoesNotExist):
        acts.let_pass(bob, dark.public_id, dark.rows.get().public_id)


def test_a_film_as_it_should_be_needs_no_look(alice: User, upstream: Simulator) -> None:
    batch = ordered(alice, FILM)
    worked(batch)

    assert batch.rows.get().findings == []
    assert shares.shareable(alice, [Asset.objects.get().public_id])


def test_what_is_ordered_by_hand_is_its_owners_own_judgement(alice: User, upstream: Simulator) -> None:
    upstream.set_scene("file_dark", routes=["videos"])

    film = work(order_video(alice)).assets.get()

    assert shares.shareable(alice, [film.public_id]) == [film]
