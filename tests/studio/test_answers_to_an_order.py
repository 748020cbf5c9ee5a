"""Whatever the provider answers to an order: the right end, the right sentence's code, the right entry in the ledger."""

import base64
import io
import json
from html import unescape
from typing import Any

import pytest
from django.test import Client
from PIL import Image

from accounts.models import User
from studio.models import Job
from studio.outcomes import Outcome
from studio.states import State
from tests.studio.bills import bills, check_money, paid_by_house, paid_by_person
from tests.studio.steps import order_picture, order_video, step, work
from tests.support.simulator import Simulator

PICTURE, VIDEO = 400_000_000, 1_000_000_000

# scene, for which kind ("both"), end, outcome, who pays ("person", "house", "nobody", "unknown")
TABLE = [
    ("", "both", State.READY, "", "person"),
    ("no_ticks", "picture", State.READY, "", "person"),
    ("picture_format format=png", "picture", State.READY, "", "person"),
    ("picture_format format=webp", "picture", State.READY, "", "person"),
    # turned away for now, then taken
    ("rate_limited times=2", "both", State.READY, "", "person"),
    ("outage times=2", "both", State.READY, "", "person"),
    ("error_with_200 times=1", "both", State.READY, "", "person"),
    # refused
    ("safety_refused", "both", State.REFUSED, Outcome.SAFETY, "nobody"),
    ("wrong_key", "both", State.FAILED, Outcome.HOUSE_ACCOUNT, "nobody"),
    ("out_of_credit", "both", State.FAILED, Outcome.HOUSE_ACCOUNT, "nobody"),
    ("out_of_credit status=429", "both", State.FAILED, Outcome.HOUSE_ACCOUNT, "nobody"),
    ("no_permission", "both", State.FAILED, Outcome.HOUSE_ACCOUNT, "nobody"),
    ("engine_gone", "both", State.FAILED, Outcome.ENGINE_GONE, "nobody"),
    # made, withheld, billed
    ("moderated", "both", State.BLOCKED, Outcome.MODERATED, "person"),
    ("blocked", "both", State.BLOCKED, Outcome.MODERATED, "person"),
    # nobody knows
    ("accept_then_drop", "both", State.UNCERTAIN, Outcome.FATE_UNKNOWN, "unknown"),
    ("accept_then_drop reset=1", "both", State.UNCERTAIN, Outcome.FATE_UNKNOWN, "unknown"),
    ("refuse_before_accept", "both", State.UNCERTAIN, Outcome.FATE_UNKNOWN, "unknown"),
    ("reset_connection", "both", State.UNCERTAIN, Outcome.FATE_UNKNOWN, "unknown"),
    ("outage status=500", "both", State.UNCERTAIN, Outcome.FATE_UNKNOWN, "unknown"),
    ("outage status=502 html=1", "both", State.UNCERTAIN, Outcome.FATE_UNKNOWN, "unknown"),
    ("answer body=nonsense billed=1", "both", State.UNCERTAIN, Outcome.FATE_UNKNOWN, "unknown"),
    ("gzip_bomb megabytes=20", "both", State.UNCERTAIN, Outcome.FATE_UNKNOWN, "unknown"),
    # a film that comes to nothing, or slowly to something
    ("video_failed", "video", State.FAILED, Outcome.PROVIDER_FAILED, "nobody"),
    ("video_no_url", "video", State.FAILED, Outcome.PROVIDER_FAILED, "house"),
    ("video_expired", "video", State.EXPIRED, Outcome.PROVIDER_EXPIRED, "nobody"),
    ("video_early_404 seconds=0.5", "video", State.READY, "", "person"),
    ("video_empty_202", "video", State.READY, "", "person"),
    ("video_old_shape", "video", State.READY, "", "person"),
    ("video_poll_error", "video", State.READY, "", "person"),
    # what was made does not arrive, or not whole: never shown, and not at the person's cost
    ("file_truncated", "video", State.FAILED, Outcome.DAMAGED, "house"),
    ("file_nonsense", "video", State.FAILED, Outcome.DAMAGED, "house"),
    ("file_wrong_length seconds=1", "video", State.FAILED, Outcome.NOT_AS_ORDERED, "house"),
    ("file_status status=404", "video", State.FAILED, Outcome.NOT_FETCHED, "house"),
    ("file_redirect", "video", State.FAILED, Outcome.NOT_FETCHED, "house"),
]
CASES = [
    pytest.param(kind, scene, *rest, id=f"{kind}-{scene or 'plain'}")
    for scene, kinds, *rest in TABLE
    for kind in (("picture", "video") if kinds == "both" else (kinds,))
]


@pytest.mark.parametrize(("kind", "scene", "end", "outcome", "payer"), CASES)
def test_each_answer_has_its_end_and_its_entry(
    kind: str, scene: str, end: State, outcome: str, payer: str, alice: User, upstream: Simulator
) -> None:
    order = order_picture if kind == "picture" else order_video
    upstream.set_scene(scene, routes=["images", "videos"])

    job = work(order(alice))

    assert (job.state, job.outcome) == (end, outcome)
    assert (job.assets.visible_to(alice).count() > 0) == (end == State.READY)
    look_at_the_bill(upstream, job, payer, PICTURE if kind == "picture" else VIDEO)
    check_money(alice)


def look_at_the_bill(upstream: Simulator, job: Job, payer: str, price: int) -> None:
    """At most one accepted request; exactly one entry for it, to the tick, on the right account."""
    found = bills(upstream, job)
    assert len(found) <= 1
    if payer == "unknown":
        assert not any(bill.entries for bill in found)
        assert job.hold is not None
        assert job.hold.is_open
        return
    for bill in found:
        assert [entry.ticks for entry in bill.entries] == [bill.ticks]
    assert paid_by_person(job) == (price if payer == "person" else 0)
    assert paid_by_house(job) == (price if payer == "house" else 0)
    assert job.hold is not None
    assert not job.hold.is_open


def test_a_file_without_an_end_is_not_read_for_ever(alice: User, upstream: Simulator, settings: Any) -> None:
    settings.STUDIO_FETCH_BYTES = 200_000
    upstream.set_scene("file_endless", routes=["videos"])

    job = work(order_video(alice))

    assert (job.state, job.outcome) == (State.FAILED, Outcome.NOT_FETCHED)
    assert paid_by_person(job) == 0


def test_a_download_that_always_breaks_off_is_given_up_at_its_deadline(
    alice: User, upstream: Simulator, settings: Any
) -> None:
    settings.STUDIO_FETCH_SECONDS = 1
    upstream.set_scene("file_cut", routes=["videos"])

    job = work(order_video(alice), seconds=60)

    assert (job.state, job.outcome) == (State.FAILED, Outcome.NOT_FETCHED)
    assert (paid_by_person(job), paid_by_house(job)) == (0, VIDEO)


def test_a_film_that_never_ends_is_given_up_at_its_deadline(alice: User, upstream: Simulator, settings: Any) -> None:
    settings.STUDIO_RENDER_SECONDS = 1
    upstream.set_scene("video_never", routes=["videos"])

    job = work(order_video(alice))

    assert (job.state, job.outcome) == (State.EXPIRED, Outcome.TOO_LATE)
    assert (paid_by_person(job), paid_by_house(job)) == (0, VIDEO)


def test_a_busy_provider_is_asked_until_the_deadline_and_costs_nothing(
    alice: User, upstream: Simulator, settings: Any
) -> None:
    settings.STUDIO_QUEUED_SECONDS = 1
    upstream.set_scene("rate_limited", routes=["videos"])

    job = work(order_video(alice), seconds=60)

    assert (job.state, job.outcome) == (State.FAILED, Outcome.BUSY)
    assert not bills(upstream, job)
    check_money(alice)


def test_an_order_outlives_a_provider_that_is_away_and_says_that_it_waits(
    alice: User, upstream: Simulator, tab: Client
) -> None:
    upstream.kill()
    job = order_picture(alice)
    while "connect_failed" not in job.detail:
        step(job)
    card = unescape(tab.get(f"/studio/jobs/{job.public_id}/card/").content.decode())
    upstream.restart()

    assert "The provider could not be reached, or was too busy. Nothing was sent so far" in card

    work(job)

    assert job.state == State.READY
    look_at_the_bill(upstream, job, "person", PICTURE)


@pytest.mark.parametrize("part", ["half", "none", "text"])
def test_a_picture_that_arrives_damaged_is_never_shown_and_never_charged(
    part: str, alice: User, upstream: Simulator
) -> None:
    whole = picture_bytes()
    sent = {"half": whole[: len(whole) // 2], "none": b"", "text": b"<html>busy</html>"}[part]
    upstream.set_scene(answer_with([sent]), routes=["images"])

    job = work(order_picture(alice))

    assert (job.state, job.outcome) == (State.FAILED, Outcome.DAMAGED)
    assert not job.assets.exists()
    assert paid_by_person(job) == 0


def test_of_several_pictures_the_sound_ones_are_shown(alice: User, upstream: Simulator) -> None:
    upstream.set_scene(answer_with([picture_bytes(), b"nonsense", picture_bytes()]), routes=["images"])

    job = work(order_picture(alice, n=3))

    assert (job.state, job.outcome) == (State.READY, Outcome.SOME_MISSING)
    assert [asset.part for asset in job.assets.visible_to(alice).order_by("part")] == [0, 2]


def picture_bytes() -> bytes:
    """A sound JPEG of the size ordered."""
    file = io.BytesIO()
    Image.linear_gradient("L").resize((1024, 1024)).convert("RGB").save(file, "JPEG", quality=30)
    return file.getvalue()


def answer_with(files: list[bytes]) -> str:
    """A scene: the provider answers an order with these very bytes, and bills it."""
    data = [{"b64_json": base64.b64encode(each).decode(), "mime_type": "image/jpeg"} for each in files]
    body = json.dumps({"data": data, "usage": {"cost_in_usd_ticks": PICTURE * len(files)}})
    return f"answer base64={base64.b64encode(body.encode()).decode()} billed=1"
