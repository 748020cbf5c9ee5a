"""The sweep is the net: what was dropped is taken up, what is held or not due is left alone."""

from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.db.models.functions import Now
from redis import Redis
from structlog.testing import capture_logs

from accounts.models import User
from config import redis_urls
from config.dev.valkey import Valkey
from studio import moves
from studio.models import Job
from studio.pipeline import claims, polling, submitting, sweep
from studio.states import State
from tests.studio.kills import wait_until
from tests.studio.steps import order_picture, order_video, work
from tests.support.simulator import Simulator


def bells(queue: str) -> int:
    """How many wait in a queue of the broker."""
    broker = Redis.from_url(redis_urls.with_database(settings.REDIS_URL, 2))
    return int(broker.llen(f"{settings.REDIS_PREFIX}celery:{queue}"))


def unheard(job: Job) -> None:
    Job.objects.filter(pk=job.pk).update(rung_at=Now() - timedelta(hours=1))


def test_an_order_rings_once(alice: User) -> None:
    order_picture(alice)

    assert bells("calls") == 1


def test_a_bell_that_was_lost_is_rung_again_and_not_too_often(alice: User, valkey: Valkey) -> None:
    order_picture(alice)
    valkey.clear(2)

    rung = [sweep.call_the_lines() for _ in range(3)]

    assert rung == [1, 0, 0]
    assert bells("calls") == 1


@pytest.mark.parametrize("state", [State.FETCHING, State.INSPECTING])
def test_every_waiting_step_is_rung_for(state: State, alice: User, upstream: Simulator, valkey: Valkey) -> None:
    job = work(order_picture(alice), until=state)
    valkey.clear(2)
    unheard(job)

    sweep.ring_again()

    assert bells("media") == 1


def test_what_somebody_works_on_or_is_not_due_is_left_alone(alice: User, valkey: Valkey) -> None:
    held, not_due = order_picture(alice), order_video(alice)
    claims.take(held.pk, State.QUEUED)
    Job.objects.filter(pk=not_due.pk).update(due_at=Now() + timedelta(hours=1))

    assert sweep.call_the_lines() == 0
    assert claims.take(not_due.pk, State.QUEUED) is None


def test_a_step_somebody_works_on_is_not_begun_by_another(alice: User) -> None:
    job = order_picture(alice)

    first, second = claims.take(job.pk, State.QUEUED), claims.take(job.pk, State.QUEUED)

    assert first is not None
    assert second is None


def test_a_lease_is_kept_while_the_work_goes_on_and_given_up_after(alice: User) -> None:
    job = order_picture(alice)
    claimed = claims.take(job.pk, State.QUEUED)
    assert claimed is not None

    with claims.kept(*claimed):
        Job.objects.filter(pk=job.pk).update(lease_until=Now() + timedelta(seconds=0.1))
        until = Job.objects.get(pk=job.pk).lease_until
        wait_until(lambda: Job.objects.get(pk=job.pk).lease_until != until, 10, "the lease was not renewed")
        renewed = claims.take(job.pk, State.QUEUED)

    assert renewed is None


def test_two_sweeps_at_once_are_harmless(alice: User) -> None:
    job = order_picture(alice)
    Job.objects.filter(pk=job.pk).update(deadline_at=Now())

    ended = [sweep.end_the_late(), sweep.end_the_late()]

    assert ended == [1, 0]
    assert [move.to for move in job.moves.all()] == [State.QUEUED, State.FAILED]


def test_many_films_are_asked_about_within_the_connections_a_process_has(
    alice: User, upstream: Simulator, settings: Any
) -> None:
    settings.MAX_OPEN_JOBS_PER_PERSON = 100
    first = order_video(alice, "a fox [[scene:video_never]]")
    submitting.send_next("video")
    first.refresh_from_db()
    for _ in range(64):  # the provider's one film stands for all
        job = moves.move(order_video(alice), State.SUBMITTING, reason="as if")
        moves.move(job, State.RENDERING, reason="as if", upstream_request_id=first.upstream_request_id, progress=0)
    Job.objects.update(due_at=Now())

    with capture_logs() as said:
        asked = polling.poll_due()

    assert asked == 65
    assert not [each["event"] for each in said if "counts alone" in each["event"]]
