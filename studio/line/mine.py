"""What a person does with their own place in the line: pause an order, let it go on, send another one first.

Nobody's place among other people changes by it: a turn that comes round is a person's, and they choose what it is for.
"""

import uuid
from datetime import timedelta
from enum import StrEnum

from django.conf import settings
from django.db import transaction
from django.db.models.functions import Greatest, Now
from django.utils import timezone

from accounts.models import User
from studio import moves
from studio.jobs import TooLate
from studio.line import pace, places
from studio.models import Job
from studio.states import State


class Step(StrEnum):
    """Where to, among one's own."""

    FIRST = "first"
    UP = "up"
    DOWN = "down"


@transaction.atomic
def pause(owner: User, job_id: uuid.UUID) -> Job:
    """Do not send this one before its owner says so. Its money stays put aside, and the deadline of the line stands still.

    Pauses have a deadline of their own, which the card names: then the job is cancelled. However often it is paused, that
    is counted from when it was ordered, or allowed. Raises TooLate, Job.DoesNotExist.
    """
    job = _queued(owner, job_id)
    if job.paused_at is None:
        deadline = (job.cleared_at or job.ordered_at) + timedelta(seconds=settings.STUDIO_PAUSED_SECONDS)
        if deadline <= timezone.now():
            raise TooLate
        # A lease that has run out is taken away: whoever comes back from the dead with it must not send.
        _change(job, paused_at=Now(), deadline_at=deadline, lease=None, lease_until=None)
    return job


@transaction.atomic
def go_on(owner: User, job_id: uuid.UUID) -> Job:
    """Back into the line, where it stood among its owner's. Raises TooLate, Job.DoesNotExist."""
    job = _queued(owner, job_id, even_if_held=True)
    if job.paused_at is not None:
        deadline = Now() + timedelta(seconds=settings.STUDIO_QUEUED_SECONDS)
        # Without a lease: a sweep that was about to end it is overtaken.
        _change(
            job, paused_at=None, deadline_at=deadline, due_at=Greatest("due_at", Now()), lease=None, lease_until=None
        )
        transaction.on_commit(lambda: pace.ring(job.kind))
    return job


@transaction.atomic
def put(owner: User, job_id: uuid.UUID, step: Step) -> Job:
    """Move it among its owner's queued orders of the same kind. Raises TooLate, Job.DoesNotExist."""
    known: Job = Job.objects.owned_by(owner).get(public_id=job_id)
    # All of them in one order, before any is looked at: of two who arrange at once the second waits, and holds nothing.
    queued = Job.objects.owned_by(owner).filter(state=State.QUEUED, kind=known.kind).select_for_update().order_by("pk")
    line = sorted(queued, key=lambda each: (each.rank, each.ordered_at, each.pk))
    if known not in line:
        raise TooLate
    at = line.index(known)
    to = {Step.FIRST: 0, Step.UP: max(at - 1, 0), Step.DOWN: at + 1}[step]
    line.insert(to, line.pop(at))
    for rank, each in enumerate(line, start=-len(line)):  # below 0: what is ordered later stands behind them
        if each.rank != rank:
            _change(each, rank=rank)
    known.refresh_from_db()
    return known


def _queued(owner: User, job_id: uuid.UUID, *, even_if_held: bool = False) -> Job:
    """Locked. What somebody holds is being sent just now."""
    job: Job = Job.objects.owned_by(owner).select_for_update().get(public_id=job_id)
    if job.state != State.QUEUED or not (even_if_held or Job.objects.filter(pk=job.pk).free().exists()):
        raise TooLate
    return job


def _change(job: Job, **columns: object) -> None:
    Job.objects.filter(pk=job.pk).update(**columns)
    job.refresh_from_db()
    places.forget(job.kind)
    moves.tell(job)
