"""What people bring is judged: looked at first, hidden, asked about, blocked."""

import hashlib
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from PIL import Image

from accounts import leaving
from accounts.models import User
from bench import copies_set
from foundation.storage import media
from moderation import known_hashes
from moderation.models import Case
from moderation.models.case import Lane
from studio import evidence, leftovers, reviews
from studio.arrivals import checking, taking
from studio.models import Arrival, Asset, Stage
from tests.studio import clips
from tests.studio.bringing import as_png, bring, hung, meanwhile
from tests.studio.bringing import store as store
from tests.studio.storages import Store
from tests.studio.test_pdq import scene

pytestmark = pytest.mark.django_db(transaction=True)


def test_what_the_rules_want_a_person_to_see_is_not_shown_until_then(alice: User, tab: Client) -> None:
    arrival = bring(alice, clips.photograph(), "celebrity portrait.jpg")
    asset = Asset.objects.get()
    before = tab.get(f"/studio/assets/{asset.public_id}/").status_code

    with transaction.atomic():
        reviews.show(asset.public_id)

    arrival.refresh_from_db()
    assert before == 404
    assert arrival.stage == Stage.READY
    assert tab.get(f"/studio/assets/{asset.public_id}/").status_code == 200


def hidden(asset: Asset) -> Asset:
    """The desk decides that nobody sees it."""
    with transaction.atomic():
        reviews.hide(asset.public_id, "Not here.")
    return asset


@pytest.mark.parametrize("whose", ["hers", "another's"])
def test_the_very_bytes_of_what_was_hidden_are_not_taken_again(
    whose: str, alice: User, bob: User, tab: Client, store: Store
) -> None:
    content = clips.photograph()
    asset = hung(alice if whose == "hers" else bob, content)
    ours = media().open(asset.key).read()
    hidden(asset)
    kept = store.held()

    for again_ in (content, ours):
        answer = tab.post("/studio/bring/", {"file": SimpleUploadedFile("other.png", again_)}, follow=True)
        assert "decided that this is not shown" in answer.content.decode()

    assert store.held() == kept
    with transaction.atomic():
        reviews.show(asset.public_id)
    assert bring(alice, content).stage == Stage.READY


def test_what_looks_like_something_hidden_is_looked_at_first(alice: User, bob: User) -> None:
    picture, other = scene(1), scene(2)
    hidden(hung(alice, as_png(picture)))

    alike, another = bring(bob, as_png(picture.resize((450, 300)))), bring(bob, as_png(other))

    assert (alike.stage, another.stage) == (Stage.REVIEWING, Stage.READY)
    assert alike.asset
    assert Case.objects.filter(subject=alike.asset.public_id, decided_at=None).exists()
    assert "looks like something that was hidden" in alike.sentence
    assert alike.asset not in Asset.objects.visible_to(bob)


def test_what_was_hidden_is_known_in_a_mirror_and_a_film_by_any_of_its_frames(
    alice: User, bob: User, tmp_path: Path
) -> None:
    picture, frames = scene(1), copies_set.frames(5)
    hidden(hung(alice, as_png(picture)))
    hidden(hung(alice, copies_set.film(frames, tmp_path / "whole.mp4").read_bytes(), "film.mp4"))

    mirrored = bring(bob, as_png(picture.transpose(Image.Transpose.FLIP_LEFT_RIGHT)))
    half = bring(bob, copies_set.film(frames[24:], tmp_path / "half.mp4", fps=20).read_bytes(), "other.mp4")

    assert (mirrored.stage, half.stage) == (Stage.REVIEWING, Stage.REVIEWING)


def test_what_looks_like_something_on_the_list_waits_for_a_person(alice: User) -> None:
    first = hung(alice, scene_bytes())
    known_hashes.block("pdq", [first.pdq], clause="sexual.1", origin="a list")

    arrival = bring(alice, scene_bytes(quality=60), "again.jpg")

    assert arrival.stage == Stage.REVIEWING
    assert (Case.objects.get().flags.get().score or 0) > 0.8


def scene_bytes(quality: int = 95) -> bytes:
    out = io.BytesIO()
    scene(7).save(out, "JPEG", quality=quality)
    return out.getvalue()


def test_bytes_on_the_list_are_refused_kept_and_lie_in_the_locked_lane(alice: User) -> None:
    content = clips.photograph()
    known_hashes.block("sha256", [hashlib.sha256(content).hexdigest()], clause="minors.1", origin="a list")

    arrival = bring(alice, content)

    assert (arrival.stage, arrival.reason) == (Stage.REFUSED, "policy")
    assert not Asset.objects.visible_to(alice).exists()
    case = Case.objects.get()
    assert (case.lane, case.subject) == (Lane.LOCKED, Asset.objects.get().public_id)


def test_what_is_locked_is_kept_and_handed_over_as_it_came(alice: User, store: Store, settings: Any) -> None:
    content = clips.photograph()
    known_hashes.block("sha256", [hashlib.sha256(content).hexdigest()], clause="minors.1", origin="a list")
    asset = bring(alice, content).asset
    assert asset
    settings.STUDIO_ORPHAN_SECONDS = 0

    leaving.leave(alice)
    for _ in range(2):
        leftovers.sweep_orphans()

    exhibits = evidence.of_thing(asset.public_id).exhibits
    assert (hashlib.sha256(content).hexdigest(), content) in [(x.sha256, b"".join(x.pieces())) for x in exhibits]


def put_aside(arrival: Arrival) -> None:
    taking.clear(arrival.owner, arrival.public_id)


def left(arrival: Arrival) -> None:
    leaving.leave(arrival.owner)


@pytest.mark.parametrize("away", [put_aside, left])
def test_putting_it_aside_or_leaving_while_it_is_checked_takes_no_evidence_from_the_desk(
    away: Callable[[Arrival], None], alice: User, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = clips.photograph()
    known_hashes.block("sha256", [hashlib.sha256(content).hexdigest()], clause="minors.1", origin="a list")
    arrival = taking.take(alice, SimpleUploadedFile("a.jpg", content))
    meanwhile(monkeypatch, lambda: away(arrival))

    checking.check(arrival.pk)

    case, kept = Case.objects.get(), Asset.objects.get()
    assert (case.lane, case.subject) == (Lane.LOCKED, kept.public_id)
    assert set(store.held()) >= set(kept.stored_keys)
    assert not Arrival.objects.shown().exists()
