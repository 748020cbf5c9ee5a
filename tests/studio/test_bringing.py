"""Pictures and clips that people bring: looked into, written anew, signed, hung, and listed."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from PIL import Image

from accounts.models import User
from foundation.storage import media
from studio import leftovers
from studio.arrivals import again, checking, forgetting, taking
from studio.models import Arrival, Asset, Orphan, Stage
from tests.studio import clips
from tests.studio.bringing import bring, hung, stored
from tests.studio.bringing import store as store
from tests.studio.storages import Store

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_picture_hangs_upright_and_says_nothing_of_place_and_camera(alice: User, tmp_path: Path) -> None:
    asset = hung(alice, clips.telling())

    path = stored(asset, tmp_path)
    picture = Image.open(path)
    assert picture.size == (asset.width, asset.height) == (200, 320)
    assert not picture.getexif()
    for word in (b"Telephone", b"taken at home"):
        assert word not in path.read_bytes()
    top, bottom = (picture.convert("RGB").getpixel((100, y)) for y in (20, 300))
    assert isinstance(top, tuple)
    assert isinstance(bottom, tuple)
    assert top[0] > 200 > bottom[0]


@pytest.mark.parametrize(
    ("kind", "mime"), [("PNG", "image/png"), ("WEBP", "image/webp"), ("GIF", "image/png"), ("JPEG", "image/jpeg")]
)
def test_each_kind_of_picture_is_taken(kind: str, mime: str, alice: User) -> None:
    asset = hung(alice, clips.photograph(kind=kind))

    assert (asset.kind, asset.mime, asset.width, asset.height) == ("picture", mime, 320, 200)
    assert {"small.webp", "large.avif"} <= set(asset.previews)


@pytest.mark.parametrize(("kind", "codec"), [("mp4", "libx264"), ("mov", "libx264"), ("webm", "libvpx")])
def test_each_kind_of_clip_is_written_anew(kind: str, codec: str, alice: User, tmp_path: Path) -> None:
    asset = hung(alice, clips.clip(2, kind=kind, codec=codec), f"clip.{kind}")

    path = stored(asset, tmp_path)
    assert (asset.mime, asset.codec, asset.fps) == ("video/mp4", "h264", clips.FPS)
    assert asset.seconds == pytest.approx(2, abs=0.1)
    assert len(clips.frames_of(path)) == pytest.approx(48, abs=1)
    assert path.read_bytes().index(b"moov") < path.read_bytes().index(b"mdat")
    assert b"the secret place" not in path.read_bytes()
    assert "strip.webp" in asset.previews


def test_a_clip_of_an_upright_telephone_stands_upright(alice: User) -> None:
    asset = hung(alice, clips.sideways(clips.clip(1)), "clip.mov")

    assert (asset.width, asset.height) == (120, 160)


def test_a_clip_larger_than_we_keep_is_made_smaller(alice: User) -> None:
    asset = hung(alice, clips.clip(0.3, size=(2560, 1440), sound=False), "clip.mp4")

    assert (asset.width, asset.height) == (1920, 1080)


def test_the_same_bytes_give_the_one_that_is_there(alice: User, bob: User, store: Store) -> None:
    first, theirs = hung(alice, clips.photograph()), hung(bob, clips.photograph())

    twice = bring(alice, clips.photograph(), "the-same.jpg")

    assert twice.asset == first
    assert theirs != first
    assert Asset.objects.owned_by(alice).count() == 1
    assert store.held() == sorted([*first.stored_keys, *theirs.stored_keys])


def test_what_was_deleted_can_be_brought_again(alice: User) -> None:
    first = hung(alice, clips.photograph())
    Asset.objects.filter(pk=first.pk).update(deleted_at="2026-01-01T00:00Z", purge_after="2999-01-01T00:00Z")

    assert hung(alice, clips.photograph()) != first


def test_what_is_put_aside_before_it_is_checked_is_not_taken(alice: User, store: Store) -> None:
    arrival = taking.take(alice, SimpleUploadedFile("a.jpg", clips.photograph()))

    taking.clear(alice, arrival.public_id)
    checking.check(arrival.pk)

    assert not Asset.objects.exists()
    assert store.held() == []


def test_nobody_lists_or_puts_aside_what_is_not_theirs(alice: User, bob: User, client: Client) -> None:
    arrival = bring(alice, b"\x89PNG\r\n\x1a\nbroken", "the name.png")
    client.force_login(bob)

    answer = client.post(f"/studio/bring/{arrival.public_id}/clear/")

    assert answer.status_code == 404
    assert "the name" not in client.get("/studio/bring/").content.decode()


def test_a_bell_that_was_lost_is_rung_again(alice: User, settings: Any) -> None:
    settings.STUDIO_RING_AGAIN_SECONDS = 0
    taking.take(alice, SimpleUploadedFile("a.jpg", clips.photograph()))

    assert again.ring_again() == 1


def test_a_file_that_ends_whoever_opens_it_is_given_up(alice: User) -> None:
    arrival = taking.take(alice, SimpleUploadedFile("a.jpg", clips.photograph()))
    Arrival.objects.filter(pk=arrival.pk).update(tries=again.MOST_TRIES)

    checking.check(arrival.pk)

    arrival.refresh_from_db()
    assert (arrival.stage, arrival.reason) == (Stage.REFUSED, "ours")


def test_bytes_that_wait_are_no_orphans(alice: User, settings: Any) -> None:
    arrival = taking.take(alice, SimpleUploadedFile("a.jpg", clips.photograph()))
    settings.STUDIO_ORPHAN_SECONDS = 0

    leftovers.sweep_orphans()

    assert media().exists(arrival.key)
    assert not Orphan.objects.exists()


def test_what_was_not_taken_is_forgotten_in_time_and_what_the_desk_has_is_not(alice: User) -> None:
    def ago(arrival: Arrival, **when: Any) -> Arrival:
        Arrival.objects.filter(pk=arrival.pk).update(**{name: timezone.now() - each for name, each in when.items()})
        return arrival

    old, aside, young = (bring(alice, clips.photograph()[: 600 + n], f"private {n}.jpg") for n in range(3))
    taken = bring(alice, clips.photograph())
    for each in (old, taken):
        ago(each, ended_at=timedelta(days=31))
    ago(aside, cleared_at=timedelta(days=2))
    withheld = ago(bring(alice, clips.photograph((64, 64))), ended_at=timedelta(days=31))
    Arrival.objects.filter(pk=withheld.pk).update(stage=Stage.REFUSED, reason="policy")

    assert forgetting.forget_old() == 2
    assert set(Arrival.objects.all()) == {young, taken, withheld}


def test_a_form_without_a_script_brings_one_and_lists_it(tab: Client) -> None:
    file = SimpleUploadedFile("holiday.jpg", clips.photograph())

    answer = tab.post("/studio/bring/", {"file": file}, headers={"Accept": "text/html"}, follow=True)

    assert "holiday.jpg" in answer.content.decode()
    assert "Being checked" in answer.content.decode()


def test_a_script_hears_what_it_is_called(tab: Client) -> None:
    file = SimpleUploadedFile("../../\u202egpj.exe", clips.photograph())

    answer = tab.post("/studio/bring/", {"file": file})

    assert answer.status_code == 201
    assert json.loads(answer.content)["name"] == "gpj.exe"
