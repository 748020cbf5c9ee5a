"""What leads on from a thing: its neighbours on the wall, its recipe once more, what an engine takes."""

import json
import uuid
from datetime import timedelta
from typing import Any

from django.test import Client
from django.utils import timezone

from accounts.models import User
from studio import assets, jobs
from studio.forms import PictureOrderForm, VideoOrderForm
from studio.models import Asset
from tests.studio.steps import order_picture, order_video


def words(answer: Any) -> str:
    return str(answer.content.decode())


def hung(owner: User, minutes_ago: int, **changes: Any) -> Asset:
    """A picture made so long ago, whose bytes nobody needs."""
    name, digest = uuid.uuid4().hex, "5" * 64
    plain = {
        "kind": "picture",
        "sha256": digest,
        "approved_sha256": digest,
        "made_at": timezone.now() - timedelta(minutes=minutes_ago),
    }
    return Asset.objects.create(
        owner=owner, job=order_picture(owner), part=0, base=name, key=f"{name}.png",
        bytes=4, mime="image/png", codec="png", width=2, height=1, recipe={},
        **{**plain, **changes},
    )  # fmt: skip


def test_neighbours_are_what_hangs_beside_it_and_may_be_seen(alice: User, bob: User) -> None:
    oldest, _hidden, middle = hung(alice, 9), hung(alice, 8, approved_sha256=""), hung(alice, 7)
    hung(bob, 6)
    newest = hung(alice, 5)

    assert assets.beside(alice, newest) == (None, middle)
    assert assets.beside(alice, middle) == (newest, oldest)
    assert assets.beside(alice, oldest) == (middle, None)


def test_two_made_at_once_are_each_others_neighbours(alice: User) -> None:
    at = timezone.now()
    first, second = hung(alice, 0, made_at=at), hung(alice, 0, made_at=at)

    assert assets.beside(alice, second) == (None, first)
    assert assets.beside(alice, first) == (second, None)


def test_an_old_order_begins_the_next_one(alice: User, tab: Client) -> None:
    job = order_video(alice, "a lighthouse & its keeper", seconds=5, ratio="9:16")

    shown = words(tab.get(f"/studio/?again={job.public_id}"))

    assert "a lighthouse &amp; its keeper</textarea>" in shown
    assert '<option value="5" selected>5 s</option>' in shown
    assert '<option value="9:16" selected>' in shown
    assert "25.00 ¢" in shown


def test_nobody_begins_with_what_is_not_theirs_or_was_erased(alice: User, bob: User) -> None:
    job = order_picture(alice, "a secret")

    assert jobs.again(alice, str(job.public_id)) == job
    assert jobs.again(bob, str(job.public_id)) is None
    assert jobs.again(alice, "no id") is None
    assets.forget(job)
    assert jobs.again(alice, str(job.public_id)) is None


def test_a_form_says_what_each_engine_takes() -> None:
    pictures, films = json.loads(PictureOrderForm().limits), json.loads(VideoOrderForm().limits)

    assert "21:9" in pictures["grok-imagine-image-2.0"]["ratio"]
    assert "21:9" not in pictures["grok-imagine-image"]["ratio"]
    assert pictures["grok-imagine-image"]["quality"] == []
    assert films["grok-imagine-video"]["resolution"] == ["480p", "720p"]
    assert films["grok-imagine-video"]["seconds"][-1] == "15"


def test_a_film_says_its_length(alice: User) -> None:
    assert hung(alice, 0, kind="video", seconds=8.04).length == "0:08"
    assert hung(alice, 0, kind="video", seconds=75.0).length == "1:15"
    assert hung(alice, 0).length == ""
