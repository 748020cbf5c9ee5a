"""The net under everything: lost doorbells are rung again, the dead replaced, the late ended unless worth waiting for.

Two sweeps at once are harmless: every change is a conditional UPDATE.
"""

import uuid
from collections.abc import Callable
from datetime import timedelta

import structlog
from django.conf import settings
from django.db import transaction
from django.db.models.functions import Now

from foundation import outbox, request_id
from studio import moves
from studio.line import pace, places, telling
from studio.models import Job, Kind
from studio.orders import likely_ticks
from studio.outcomes import Outcome
from studio.pipeline import settling, waiting
from studio.pipeline.patience import AWAY
from studio.states import NEXT, State
from usage.models import Payer
from xai import errors

log = structlog.get_logger(__name__)

AT_ONCE = 200

# What a job becomes when its state's deadline passes, and why; unless it is worth waiting for (`waiting`).
TOO_LATE: dict[State, tuple[State, Outcome]] = {
    State.AWAITING: (State.EXPIRED, Outcome.NOBODY_LOOKED),
    State.QUEUED: (State.FAILED, Outcome.UNREACHABLE),
    State.RENDERING: (State.EXPIRED, Outcome.TOO_LATE),
    State.FETCHING: (State.FAILED, Outcome.NOT_FETCHED),
    State.INSPECTING: (State.FAILED, Outcome.NOT_KEPT),
    State.REVIEWING: (State.BLOCKED, Outcome.NOBODY_LOOKED),
}
RUNG_EACH = moves.BELLS.keys() - {State.QUEUED}  # who is queued stands in a line, which has a bell of its own
STARTED = frozenset({State.RENDERING, State.FETCHING, State.INSPECTING})  # the provider took the order
NEVER_LEFT = frozenset({errors.NotSent.code, errors.ConnectFailed.code, errors.PoolFull.code})


def sweep() -> None:
    """One round. Cheap when there is nothing to do: a few indexed queries."""
    end_the_late()
    mark_the_lost()
    ring_again()
    call_the_lines()


def ring_again() -> int:
    """Ring for jobs whose next step is due and whose doorbell was not heard; returns how many."""
    waiting = Job.objects.filter(state__in=RUNG_EACH).due().unheard().order_by("due_at")
    rung = 0
    for job_id, state in waiting.values_list("pk", "state")[:AT_ONCE]:
        with transaction.atomic():
            if Job.objects.filter(pk=job_id, state=state).due().unheard().update(rung_at=Now()):
                task, queue = moves.BELLS[State(state)]
                outbox.ring(task, job_id, queue=queue)
                rung += 1
    return rung


def call_the_lines() -> int:
    """Ring once for each line in which somebody stands: its bell may be lost. Returns how many were rung."""
    telling.tell()
    return sum(pace.ring_again(kind) for kind in Kind.values if places.stands(kind))


def mark_the_lost() -> int:
    """Jobs whose sender died between the commit and the answer: nobody knows what became of them.

    While the database is away nobody renews a lease. A sender who is alive writes its answer down within its patience
    (`patience`), and must not be overtaken by a sweep that finds the database back a moment earlier.
    """
    silent = Now() - timedelta(seconds=settings.STUDIO_PATIENCE_SECONDS)
    lost = Job.objects.filter(state=State.SUBMITTING).free().exclude(lease_until__gte=silent)
    return sum(_claimed_and(_lost, job_id, State.SUBMITTING) for job_id in lost.values_list("pk", flat=True)[:AT_ONCE])


def end_the_late() -> int:
    """Jobs past the deadline of their state, but for those worth waiting for; returns how many were ended."""
    late = Job.objects.filter(state__in=TOO_LATE).overdue().order_by("deadline_at")
    return sum(
        _claimed_and(_too_late, job_id, State(state)) for job_id, state in late.values_list("pk", "state")[:AT_ONCE]
    )


def _claimed_and(end: Callable[[Job, uuid.UUID], bool], job_id: int, state: State) -> bool:
    lease = Job.objects.filter(pk=job_id, state=state).claim(settings.STUDIO_LEASE_SECONDS)
    job = Job.objects.select_related("owner", "hold").filter(pk=job_id, lease=lease).first() if lease else None
    if job is None or lease is None:
        return False
    request_id.begin(job.request_id)
    try:
        return end(job, lease)
    except moves.Overtaken as overtaken:
        log.info("overtaken", job=str(job.public_id), reason=str(overtaken))
        return False
    except AWAY:
        raise
    except Exception:  # one row that cannot be ended must not keep the rest from their ends
        log.exception("job_not_ended", job=str(job.public_id))
        return False


def _lost(job: Job, lease: uuid.UUID) -> bool:
    moves.move(job, State.UNCERTAIN, lease=lease, reason="the sender died", outcome=Outcome.FATE_UNKNOWN)
    return True


@transaction.atomic
def _too_late(job: Job, lease: uuid.UUID) -> bool:
    if waiting.is_worth_it(job):
        waiting.go_on(job, lease)
        return False
    frm = State(job.state)
    to, outcome = TOO_LATE[frm]
    if frm == State.QUEUED and job.outcome == Outcome.STORE_AWAY:
        outcome = Outcome.STORE_AWAY
    elif frm == State.QUEUED and job.detail not in NEVER_LEFT:
        outcome = Outcome.BUSY
    if frm == State.AWAITING and job.outcome == Outcome.AWAITS_CONSENT:
        outcome = Outcome.NO_CONSENT
    if job.is_paused:
        to, outcome = State.CANCELLED, Outcome.LEFT_PAUSED
    if job.cancel_asked and State.CANCELLED in NEXT[frm]:
        to, outcome = State.CANCELLED, Outcome.CANCELLED
    settling.throw_away(job)
    moves.move(job, to, lease=lease, reason="past the deadline", outcome=outcome, sentence=job.sentence)
    if frm in STARTED:
        # A film nobody has the price of never came: the house pays, whoever asked for what.
        payer = Payer.HOUSE if job.reported_ticks is None else None
        settling.book(
            job, to, ticks=job.reported_ticks, guess=likely_ticks(job.frozen_order), error=outcome, payer=payer
        )
    settling.close(job)
    return True
