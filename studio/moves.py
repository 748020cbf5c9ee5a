"""The one way in which a job changes its state."""

import uuid
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import structlog
from django.conf import settings
from django.db import transaction
from django.db.models.functions import Now
from django.utils import timezone

from foundation import outbox, wakeups
from studio.line import places
from studio.models import Job, JobMove
from studio.outcomes import Outcome
from studio.states import BORN, ENDED, NEXT, RESTING, TAKEN_BACK, State
from studio.webhooks import announcing

log = structlog.get_logger(__name__)

# Which doorbell rings when a job arrives in a state: (task, queue).
BELLS = {
    State.QUEUED: ("studio.tasks.send_next", "calls"),  # for its line: who is sent is decided there
    State.FETCHING: ("studio.tasks.fetch", "media"),
    State.INSPECTING: ("studio.tasks.inspect", "media"),
}

TOPIC = "job"
BATCH_TOPIC = "batch"  # hundreds of rows move at once: only who looks at their batch is told of each


class IllegalMove(Exception):
    """A move the table does not know: a mistake in the code."""


class Overtaken(Exception):
    """Somebody else moved this job, or took over its lease. Nothing was written; whoever is told stops."""


@transaction.atomic
def born(job: Job, *, reason: str) -> Job:
    """Write a new job and the first of its moves."""
    state = State(job.state)
    if state not in BORN:
        raise IllegalMove(f"no job is born {state}")
    if state in ENDED:
        job.ended_at = timezone.now()
    job.save(force_insert=True)
    Job.objects.filter(pk=job.pk).update(due_at=Now(), rung_at=Now(), deadline_at=_deadline(state))
    _record(job, "", state, reason)
    job.refresh_from_db()
    if state == State.QUEUED:
        places.forget(job.kind)
    announcing.announce(job)
    if state in BELLS:
        _ring(job)
    return job


@transaction.atomic
def born_together(jobs: Sequence[Job], *, reason: str) -> None:
    """The same for many queued jobs of one owner: a few queries, one wake-up, one bell for each line."""
    if not jobs:
        return
    if any(job.state != State.QUEUED for job in jobs):
        raise IllegalMove("jobs are born together only to be queued")
    born = Job.objects.bulk_create(jobs)
    ids = [job.pk for job in born]
    Job.objects.filter(pk__in=ids).update(due_at=Now(), rung_at=Now(), deadline_at=_deadline(State.QUEUED))
    JobMove.objects.bulk_create([JobMove(job=job, frm="", to=State.QUEUED, reason=reason[:200]) for job in born])
    wakeups.wake(born[0].owner.public_id, TOPIC, born[0].public_id)  # every page's tray has something new
    transaction.on_commit(lambda: log.info("jobs_born", count=len(born), reason=reason[:200]))
    for kind in {job.kind for job in born}:
        places.forget(kind)
        outbox.ring(BELLS[State.QUEUED][0], kind, queue=BELLS[State.QUEUED][1])


@transaction.atomic
def end_together(jobs: Sequence[Job], to: State, *, reason: str, outcome: Outcome) -> None:
    """End many unsent jobs of one owner, which the caller has locked: a few queries, and one wake-up of each kind."""
    if not jobs:
        return
    if to not in ENDED or any(to not in NEXT[State(job.state)] for job in jobs):
        raise IllegalMove(f"not all of {len(jobs)} jobs can become {to}")
    # What `move` writes at an end.
    Job.objects.filter(pk__in=[job.pk for job in jobs]).update(
        state=to, outcome=outcome, tries=0, lease=None, lease_until=None, rung_at=None, deadline_at=None,
        due_at=Now(), ended_at=Now(), upstream_url="", incoming=[],
    )  # fmt: skip
    JobMove.objects.bulk_create([JobMove(job=job, frm=job.state, to=to, reason=reason[:200]) for job in jobs])
    for topic in (TOPIC, BATCH_TOPIC):
        wakeups.wake(jobs[0].owner.public_id, topic, jobs[0].public_id)
    for kind in {job.kind for job in jobs}:
        places.forget(kind)
    transaction.on_commit(lambda: log.info("jobs_ended", count=len(jobs), to=str(to), reason=reason[:200]))
    announcing.announce_together(jobs, to)


@transaction.atomic
def move(
    job: Job,
    to: State,
    *,
    reason: str,
    lease: uuid.UUID | None = None,
    keep_lease: bool = False,
    due_in: float = 0,
    outcome: Outcome | str = "",
    by_desk: bool = False,
    **changes: Any,
) -> Job:
    """Move a job on from the state it was read in; call it inside the transaction that holds what belongs to the move.

    One conditional UPDATE names the old state and, when given, the lease. `due_in` seconds lie before the next step may
    be done; `keep_lease` goes on working under the same lease. `by_desk`: out of an end, as a decision is taken back.
    Raises Overtaken, which undoes the whole transaction.
    """
    frm = State(job.state)
    if to not in (TAKEN_BACK.get(frm, ()) if by_desk else NEXT[frm]):
        raise IllegalMove(f"{job}: {frm} cannot become {to}")
    rings = to in BELLS and due_in <= 0
    changes |= {
        "state": to,
        "outcome": outcome,
        "due_at": Now() + timedelta(seconds=due_in),
        "rung_at": Now() if rings else None,
    }
    changes.setdefault("tries", 0)
    if not keep_lease:
        changes |= {"lease": None, "lease_until": None}
    if to in ENDED:
        changes |= {"ended_at": Now(), "upstream_url": "", "incoming": []}
    elif frm in ENDED:
        changes["ended_at"] = None
    if not _keeps_deadline(frm, to):
        changes["deadline_at"] = _deadline(to)
    expected: dict[str, Any] = {"pk": job.pk, "state": frm} | ({"lease": lease} if lease else {})
    if Job.objects.filter(**expected).update(**changes) != 1:
        raise Overtaken(f"{job}: was no longer {frm}")
    _record(job, frm, to, reason)
    job.refresh_from_db()
    if State.QUEUED in (frm, to):
        places.forget(job.kind)
    announcing.announce(job)
    if rings:
        _ring(job)
    return job


def _record(job: Job, frm: str, to: State, reason: str) -> None:
    JobMove.objects.create(job=job, frm=frm, to=to, reason=reason[:200])
    tell(job)
    if (
        job.row is not None
        and to in RESTING
        and not Job.objects.filter(row__batch=job.row.batch_id).unfinished().exists()
    ):
        # Every page's tray says that the batch is done. Two that end at once may each see the other: a tray looks again.
        wakeups.wake(job.owner.public_id, TOPIC, job.public_id)
    moved = {"job": str(job.public_id), "frm": str(frm), "to": str(to), "reason": reason[:200]}
    transaction.on_commit(lambda: log.info("job_moved", **moved))


def tell(job: Job) -> None:
    """Wake its owner's tabs: something about it has changed."""
    wakeups.wake(job.owner.public_id, BATCH_TOPIC if job.row_id else TOPIC, job.public_id)


def _ring(job: Job) -> None:
    task, queue = BELLS[State(job.state)]
    outbox.ring(task, job.kind if job.state == State.QUEUED else job.pk, queue=queue)


def _keeps_deadline(frm: State, to: State) -> bool:
    """Sending and being turned away do not buy time: the deadline of the queue runs on."""
    return to == State.SUBMITTING or (frm, to) == (State.SUBMITTING, State.QUEUED)


def _deadline(state: State) -> Any:
    seconds = deadline_seconds(state)
    return None if seconds is None else Now() + timedelta(seconds=seconds)


def deadline_seconds(state: State) -> float | None:
    """How long a job may stay in a state before a person is told instead; None: it may rest there."""
    if state in RESTING:
        return None
    return {
        State.AWAITING: settings.STUDIO_AWAITING_SECONDS,
        State.QUEUED: settings.STUDIO_QUEUED_SECONDS,
        State.RENDERING: settings.STUDIO_RENDER_SECONDS,
        State.FETCHING: settings.STUDIO_FETCH_SECONDS,
        State.INSPECTING: settings.STUDIO_INSPECT_SECONDS,
        State.REVIEWING: settings.STUDIO_REVIEWING_SECONDS,
    }[state]
