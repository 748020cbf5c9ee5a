"""Rendering → fetching, blocked, failed, expired or cancelled.

One sweep asks for many films at once on one client. Asking is free and may be repeated; what is not clear means
"pending", until the deadline of the state.
"""

import asyncio
import queue
import threading
import uuid
from collections.abc import Iterator
from datetime import timedelta

import structlog
from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.db.models.functions import Least, Now

import xai
from foundation import background_loop, heartbeats, kill_points, request_id
from studio import moves
from studio.models import Job
from studio.orders import likely_ticks
from studio.outcomes import Outcome
from studio.pipeline import settling, sorting
from studio.pipeline.patience import AWAY
from studio.pipeline.submitting import flag_by_provider
from studio.states import State
from xai.errors import XaiError
from xai.values import VideoProgress

log = structlog.get_logger(__name__)

AT_ONCE = 100
ON_THE_WAY = 40  # of them; each asks the limiter, too, and a process has 50 connections to Redis (`foundation.redis`)
Answer = VideoProgress | XaiError


def poll_due() -> int:
    """Ask about every film that is due; returns how many were asked about."""
    lease, jobs = _claimed()
    for job, answer in _answers(jobs):
        request_id.begin(job.request_id)
        try:
            _apply(job, lease, answer)
        except moves.Overtaken as overtaken:
            log.info("overtaken", job=str(job.public_id), reason=str(overtaken))
        except AWAY:
            raise
        except Exception:  # one answer that cannot be written must not keep the other films waiting
            log.exception("progress_not_written", job=str(job.public_id))
            job.refresh_from_db()  # the move that was undone has left its mark on it
            _failed(job, lease)
    _silent(lease)
    return len(jobs)


def _claimed() -> tuple[uuid.UUID, list[Job]]:
    lease = uuid.uuid4()
    with transaction.atomic():
        due = Job.objects.filter(state=State.RENDERING).due().order_by("due_at").select_for_update(skip_locked=True)
        ids = list(due.values_list("pk", flat=True)[:AT_ONCE])
        until = Now() + timedelta(seconds=settings.STUDIO_LEASE_SECONDS)
        Job.objects.filter(pk__in=ids).update(lease=lease, lease_until=until)
    return lease, list(Job.objects.select_related("owner", "hold").filter(lease=lease))


def _answers(jobs: list[Job]) -> Iterator[tuple[Job, Answer]]:
    """Each answer as it comes. One that takes longer than the sweep's patience is asked for again by a later one."""
    if not jobs:
        return
    arrived: queue.SimpleQueue[tuple[Job, Answer] | None] = queue.SimpleQueue()

    async def ask(job: Job, room: asyncio.Semaphore) -> None:
        try:
            async with room:
                arrived.put((job, await xai.upstream().poll_video(job.upstream_request_id)))
        except XaiError as error:
            arrived.put((job, error))
        except Exception:  # asked again by the next sweep
            log.exception("poll_broke", job=str(job.public_id))

    async def ask_all() -> None:
        room = asyncio.Semaphore(ON_THE_WAY)
        await asyncio.gather(*(ask(job, room) for job in jobs))

    def run() -> None:
        try:
            background_loop.run(ask_all(), timeout=settings.STUDIO_POLL_PATIENCE_SECONDS)
        except TimeoutError:
            log.warning("polls_slow", asked=len(jobs))
        finally:
            arrived.put(None)

    threading.Thread(target=run, name="polls", daemon=True).start()
    while (item := arrived.get()) is not None:
        yield item


@transaction.atomic
def _apply(job: Job, lease: uuid.UUID, answer: Answer) -> None:
    kill_points.reach("job.polled")
    if isinstance(answer, XaiError):
        log.warning("poll_failed", job=str(job.public_id), **answer.log_fields())
        _failed(job, lease, answer.retry_after)
        return
    transaction.on_commit(lambda: heartbeats.beat("upstream"))
    match answer.status:
        case "pending":
            _later(job, lease, pause=settings.STUDIO_POLL_SECONDS, progress=answer.progress)
        case "done" if answer.url and job.cancel_asked:
            _end(job, lease, State.CANCELLED, Outcome.CANCELLED, answer)
        case "done" if answer.url:
            moves.move(
                job, State.FETCHING, lease=lease, reason="the provider is done",
                progress=100, upstream_url=answer.url, reported_ticks=answer.ticks,
            )  # fmt: skip
        case "moderated":
            _end(job, lease, State.BLOCKED, Outcome.MODERATED, answer)
            flag_by_provider(job)
        case "expired":
            _end(job, lease, State.EXPIRED, Outcome.PROVIDER_EXPIRED, answer)
        case _:
            _end(job, lease, State.FAILED, Outcome.PROVIDER_FAILED, answer)


def _failed(job: Job, lease: uuid.UUID, retry_after: float | None = None) -> None:
    """Nothing was learned: ask again, after a pause that grows with each such try."""
    pause = sorting.pause_seconds(job.tries, retry_after)
    _later(job, lease, pause=pause, tries=min(job.tries + 1, sorting.MOST_TRIES))


def _silent(lease: uuid.UUID) -> None:
    """Those that did not answer in time: no pause, the sweep's patience was one, but a try in vain all the same.

    The others go before them next time: who never answers must not keep the rest from being asked about.
    """
    silent = Job.objects.filter(state=State.RENDERING, lease=lease)
    tries = Least(F("tries") + 1, sorting.MOST_TRIES)
    silent.update(lease=None, lease_until=None, tries=tries, due_at=Now())


def _later(job: Job, lease: uuid.UUID, *, pause: float, tries: int = 0, progress: int | None = None) -> None:
    """Nothing new, or only how far it is: look again after a pause."""
    mine = Job.objects.filter(pk=job.pk, state=State.RENDERING, lease=lease)
    changes = {"lease": None, "lease_until": None, "due_at": Now() + timedelta(seconds=pause), "tries": tries}
    shown = progress is not None and progress != job.progress
    mine.update(**changes, progress=progress if shown else F("progress"))
    if shown:
        moves.tell(job)


def _end(job: Job, lease: uuid.UUID, to: State, outcome: Outcome, answer: VideoProgress) -> None:
    """The provider has spoken its last word. What it does not say a failure costs, it costs nothing."""
    code = answer.error_code or answer.status
    moves.move(job, to, lease=lease, reason=code, outcome=outcome, detail=code, reported_ticks=answer.ticks)
    guess = 0 if to in {State.FAILED, State.EXPIRED} else likely_ticks(job.frozen_order)
    settling.book(job, to, ticks=answer.ticks, guess=guess, error=code, status=answer.http_status)
    settling.close(job)
