"""A part of the house, or the provider, is away for longer than any deadline: what was paid for waits, and is had whole."""

import base64
import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db.models.functions import Now

from accounts.models import User
from foundation.storage import StorageDown, media
from studio import cards, jobs, shelf
from studio.models import Job
from studio.outcomes import Outcome
from studio.pipeline import polling, submitting, sweep, waiting
from studio.states import State
from tests.studio.bills import accepted, check_money, paid_by_house, paid_by_person
from tests.studio.steps import STEPS, order_animation, order_picture, order_video, overdue, reached, work
from tests.studio.storages import STORES, Mangling, Store, storages
from tests.support.s3 import BUCKET, S3Server
from tests.support.simulator import Simulator

MADE = [
    ("picture", State.FETCHING),
    ("picture", State.INSPECTING),
    ("video", State.FETCHING),
    ("video", State.INSPECTING),
]


def order(kind: str, owner: User) -> Job:
    return (order_picture if kind == "picture" else order_video)(owner)


def use(store: Store, settings: Any) -> S3Server:
    """Let the house keep its media there, and not wait long for it within a step."""
    for name, value in {**store.settings, "STUDIO_PATIENCE_SECONDS": 0}.items():
        setattr(settings, name, value)
    assert store.server is not None
    return store.server


@pytest.fixture
def bucket(request: pytest.FixtureRequest, settings: Any) -> S3Server:
    """A bucket that keeps its objects when it is killed."""
    return use(STORES["rclone"](request), settings)


def try_in_vain(job: Job, failure: type[Exception], times: int = 1) -> None:
    """The step this job is at fails, for a reason of ours."""
    for _ in range(times):
        Job.objects.filter(pk=job.pk).update(due_at=Now())
        with pytest.raises(failure):
            STEPS[State(job.state)](job.pk)


def after_the_deadline(job: Job) -> Job:
    """The sweep comes when the deadline has passed."""
    overdue(job)
    sweep.sweep()
    job.refresh_from_db()
    return job


@pytest.mark.parametrize(("kind", "where"), MADE)
def test_what_was_made_waits_for_a_bucket_that_is_away(
    kind: str, where: State, alice: User, upstream: Simulator, bucket: S3Server
) -> None:
    job = reached(order(kind, alice), where)
    bucket.kill9()
    try_in_vain(job, StorageDown)
    told = cards.of(after_the_deadline(job)).notice
    state, is_free = job.state, job.lease is None
    bucket.start()

    work(job)

    assert (state, is_free, told.title, told.tone) == (where, True, "Waiting for our store", "wait")
    assert (job.state, job.outcome) == (State.READY, "")
    assert paid_by_person(job) == job.frozen_order.price
    check_money(alice)


@pytest.mark.parametrize(("kind", "where"), [*MADE, ("video", State.RENDERING)])
def test_a_deadline_that_passed_while_nobody_could_try_ends_nothing(
    kind: str, where: State, alice: User, upstream: Simulator
) -> None:
    job = reached(order(kind, alice), where)
    Job.objects.filter(pk=job.pk).update(due_at=Now() - timedelta(hours=1))

    state = after_the_deadline(job).state
    work(job)

    assert state == where
    assert job.state == State.READY


def test_what_cannot_be_begun_for_want_of_our_store_is_not_laid_on_the_provider(
    alice: User, upstream: Simulator, bucket: S3Server
) -> None:
    job = order_animation(alice, work(order_picture(alice)).assets.get())
    bucket.kill9()

    submitting.send_next(job.kind)
    job.refresh_from_db()
    waits = cards.of(job).notice
    after_the_deadline(job)

    assert (waits.title, "provider" in waits.sentence) == ("Waiting for our store", False)
    assert (job.state, job.outcome) == (State.FAILED, Outcome.STORE_AWAY)
    assert "That is our fault. You were not charged." in cards.of(job).notice.sentence
    assert not accepted(upstream, job)
    check_money(alice)


def test_a_film_is_asked_for_until_the_provider_can_be_reached_again(alice: User, upstream: Simulator) -> None:
    job = reached(order_video(alice), State.RENDERING)
    upstream.kill()
    Job.objects.filter(pk=job.pk).update(due_at=Now())
    polling.poll_due()

    state = after_the_deadline(job).state
    upstream.restart()
    work(job)

    assert state == State.RENDERING
    assert job.state == State.READY


def test_an_address_that_died_while_our_store_was_away_does_not_lose_the_film(
    alice: User, upstream: Simulator, bucket: S3Server
) -> None:
    job = reached(order_video(alice), State.FETCHING)
    bucket.kill9()
    try_in_vain(job, StorageDown)
    dead = job.upstream_url.replace("xai-video-", "xai-video-0")
    Job.objects.filter(pk=job.pk).update(tries=20, upstream_url=dead)
    bucket.start()

    work(job)

    assert job.state == State.READY


@pytest.mark.parametrize(
    ("where", "outcome"), [(State.FETCHING, Outcome.NOT_FETCHED), (State.INSPECTING, Outcome.NOT_KEPT)]
)
def test_nothing_is_waited_for_for_ever(
    where: State,
    outcome: Outcome,
    alice: User,
    upstream: Simulator,
    store: Store,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(waiting, "LONGEST", timedelta(0))
    job = reached(order_picture(alice), where)

    after_the_deadline(job)

    assert (job.state, job.outcome) == (State.FAILED, outcome)
    assert not job.deliveries.exists()
    assert store.held() == []
    assert (paid_by_person(job), paid_by_house(job)) == (0, job.frozen_order.price)


def test_what_nobody_wants_any_more_is_not_waited_for(alice: User, upstream: Simulator) -> None:
    job = reached(order_picture(alice), State.INSPECTING)
    jobs.cancel(alice, job.public_id)

    after_the_deadline(job)

    assert job.state == State.CANCELLED


# --- whose fault it is -----------------------------------------------------------------------------------------------


def test_what_cannot_be_signed_is_kept_until_it_can(
    alice: User, upstream: Simulator, settings: Any, tmp_path: Path
) -> None:
    job = reached(order_picture(alice), State.INSPECTING)
    settings.CREDENTIALS_CERT_FILE = settings.CREDENTIALS_KEY_FILE = str(tmp_path / "gone.pem")
    try_in_vain(job, FileNotFoundError)
    after_the_deadline(job)
    state, outcome = job.state, job.outcome
    settings.CREDENTIALS_CERT_FILE = settings.CREDENTIALS_KEY_FILE = ""

    work(job)

    assert (state, outcome) == (State.INSPECTING, Outcome.WAITS_FOR_US)
    assert job.state == State.READY


def test_a_bucket_that_is_not_there_is_not_a_picture_that_is_not_there(
    alice: User, upstream: Simulator, request: pytest.FixtureRequest, settings: Any
) -> None:
    server = use(STORES["moto"](request), settings)
    job = reached(order_picture(alice), State.INSPECTING)
    (key,) = server.keys()
    kept = server.client().get_object(Bucket=BUCKET, Key=key)["Body"].read()
    server.empty()
    server.client().delete_bucket(Bucket=BUCKET)
    try_in_vain(job, StorageDown)
    server.client().create_bucket(Bucket=BUCKET)
    server.client().put_object(Bucket=BUCKET, Key=key, Body=kept)

    work(job)

    assert job.state == State.READY


def test_a_copy_that_is_not_read_back_as_it_was_written_is_made_again(
    alice: User, upstream: Simulator, settings: Any
) -> None:
    settings.STORAGES = storages({"BACKEND": "tests.studio.storages.Mangling"})
    job = reached(order_picture(alice), State.INSPECTING)
    Mangling.broken = True
    try_in_vain(job, shelf.Changed)
    left_over = list(media().keys("assets/"))
    Mangling.broken = False

    job.refresh_from_db()
    work(job)

    assert left_over == []
    assert job.state == State.READY


def test_what_is_lost_in_the_store_is_said_to_be_lost(alice: User, upstream: Simulator) -> None:
    job = reached(order_picture(alice), State.INSPECTING)
    media().delete(job.incoming[0]["key"])

    work(job)

    assert (job.state, job.outcome) == (State.FAILED, Outcome.NOT_KEPT)
    assert paid_by_person(job) == 0


def test_of_several_pictures_those_still_in_the_store_are_shown(alice: User, upstream: Simulator) -> None:
    job = reached(order_picture(alice, n=2), State.INSPECTING)
    media().delete(job.incoming[0]["key"])

    work(job)

    assert (job.state, job.outcome) == (State.READY, Outcome.SOME_MISSING)
    assert [asset.part for asset in job.assets.visible_to(alice)] == [1]


def test_an_answer_that_cannot_be_written_down_is_asked_for_again_after_a_pause(
    alice: User, upstream: Simulator
) -> None:
    job = reached(order_video(alice), State.RENDERING)
    impossible = json.dumps({"status": "pending", "progress": 10**9}).encode()
    upstream.set_scene(f"answer status=202 base64={base64.b64encode(impossible).decode()}", routes=["videos.poll"])
    Job.objects.filter(pk=job.pk).update(due_at=Now(), tries=9)

    asked = [polling.poll_due(), polling.poll_due()]
    upstream.set_scene("")
    Job.objects.filter(pk=job.pk).update(due_at=Now())
    work(job)

    assert asked == [1, 0]
    assert job.state == State.READY
