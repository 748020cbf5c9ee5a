"""An order that a reviewer let through, or turned away, is as it was before."""

import uuid
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.utils import timezone

from studio import moves
from studio.models import Job
from studio.outcomes import Outcome
from studio.states import SENT, UNSENT, State
from usage import holds
from usage.limits import NoMoney

REASON = "a decision was taken back"
MOVED_ON = "Your order has gone on since, and stays as it is now."
TOO_LATE = "The time in which it could wait is over. Order it again if you still want it; you were not charged."
NO_ROOM = (
    "There is no room left for its price, so it stays refused. You were not charged; order it again when there is."
)


def state(job_id: uuid.UUID) -> Mapping[str, Any]:
    """How the order is now."""
    job = Job.objects.filter(public_id=job_id).first()
    if job is None:
        return {}
    return {
        "job": job.state, "outcome": job.outcome, "sentence": job.sentence, "waited": job.state == State.AWAITING,
        "cleared": job.cleared_at is not None, "cancelled": job.cancel_asked,
    }  # fmt: skip


def restore(job_id: uuid.UUID, before: Mapping[str, Any]) -> str:
    """As it was. Rows only; says what is so now."""
    job = Job.objects.select_for_update(of=("self",)).select_related("owner", "hold").filter(public_id=job_id).first()
    if job is None or not before:
        return MOVED_ON
    was = State(before["job"])
    if job.state == State.REFUSED and job.cleared_at is not None and not before["cleared"]:
        job.cleared_at = None  # whoever takes it up again does not find it allowed
        job.save(update_fields=["cleared_at"])
    if job.state in SENT and job.cancel_asked and not before["cancelled"]:
        return _wanted_again(job)
    if (job.state, was) == (State.QUEUED, State.AWAITING):
        return _waits_again(job, before)
    if job.state == State.REFUSED and was in UNSENT:
        return _taken_up(job, was, before)
    if job.state == was == State.AWAITING and job.cleared_at is not None and not before["cleared"]:
        return _read_again(job, before)
    return "Your order is as it was." if job.state == was else MOVED_ON


def taken_up(job_id: uuid.UUID, before: Mapping[str, Any], *, ended_by: Outcome) -> Job | None:
    """An order that waited, and ended by this alone, waits as it did; None: it is as it is now."""
    refused = Job.objects.filter(public_id=job_id, state=State.REFUSED, outcome=ended_by)
    job = refused.select_for_update(of=("self",)).select_related("owner", "hold").first()
    if job is not None:
        _taken_up(job, State(before["job"]), before, ended_by=ended_by)
    return job if job is not None and job.state == State.AWAITING else None


def _wanted_again(job: Job) -> str:
    job.cancel_asked_at = None
    job.save(update_fields=["cancel_asked_at"])
    moves.tell(job)
    return "Its result is shown when it comes."


def _waits_again(job: Job, before: Mapping[str, Any]) -> str:
    cleared = job.cleared_at if before["cleared"] else None
    moves.move(
        job, State.AWAITING, reason=REASON, outcome=before["outcome"], sentence=before["sentence"], cleared_at=cleared
    )
    return "Your order waits again; nothing was sent and nothing is charged while it does."


def _read_again(job: Job, before: Mapping[str, Any]) -> str:
    """It had waited on for somebody it shows: their word alone does not send it now."""
    job.cleared_at, job.outcome, job.sentence = None, before["outcome"], before["sentence"]
    job.save(update_fields=["cleared_at", "outcome", "sentence"])
    moves.tell(job)
    return "A person looks at your order again; nothing was sent and nothing is charged while it waits."


def _taken_up(job: Job, was: State, before: Mapping[str, Any], *, ended_by: Outcome = Outcome.POLICY) -> str:
    """Its money was free since: it is put aside anew, where there still is room."""
    since = timezone.now() - timedelta(seconds=settings.STUDIO_AWAITING_SECONDS)
    if job.outcome != ended_by or job.ended_at is None or job.ended_at < since:
        return TOO_LATE
    try:
        hold = holds.reserve(job.owner, job.frozen_order.price, purpose=job.kind, subject=job.public_id)
    except NoMoney:
        return NO_ROOM
    known = {"outcome": before["outcome"], "sentence": before["sentence"]}
    moves.move(job, State.AWAITING, reason=REASON, by_desk=True, hold=hold, **known)
    if was == State.QUEUED:
        moves.move(job, State.QUEUED, reason=REASON, **known)
    return "Your order is as it was; the price you saw holds."
