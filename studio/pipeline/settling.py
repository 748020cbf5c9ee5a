"""The money of a job: each send is booked once, and the hold ends with the job. Call within the move's transaction."""

import uuid

from django.db import transaction

from studio import leftovers, moves
from studio.models import Job
from studio.orders import likely_ticks
from studio.outcomes import Outcome
from studio.states import State
from usage import attempts, holds
from usage.models import Attempt, Payer

# A person pays for what they got, and for what was made of their order and may not be shown or was no longer wanted.
# What was ordered and never arrived is the house's cost.
PERSON_PAYS = frozenset({State.READY, State.REVIEWING, State.BLOCKED, State.CANCELLED})


def last_attempt(job: Job) -> Attempt:
    """The send that this job's answer belongs to."""
    assert job.hold is not None
    found = job.hold.attempts.order_by("-n").first()
    assert found is not None
    return found


def book(
    job: Job,
    to: State,
    *,
    ticks: int | None,
    guess: int,
    error: str = "",
    status: int | None = None,
    payer: Payer | None = None,
) -> None:
    """Book what the job's send cost. `ticks` is the provider's figure; without one, `guess` is booked as estimated."""
    attempts.charge(
        last_attempt(job),
        ticks=guess if ticks is None else ticks,
        exact=ticks is not None,
        upstream_request_id=job.upstream_request_id or None,
        status=status,
        error_type=error,
        payer=payer or (None if to in PERSON_PAYS else Payer.HOUSE),
    )


def close(job: Job) -> None:
    """End the hold: what was not spent is free again."""
    if job.hold is not None:
        holds.settle(job.hold)


@transaction.atomic
def cancelled(job: Job, lease: uuid.UUID) -> None:
    """Its owner wants it no more, and the cost is known: throw the result away, book what it cost."""
    _end(job, lease, State.CANCELLED, Outcome.CANCELLED, "by its owner")


@transaction.atomic
def failed(job: Job, lease: uuid.UUID, outcome: Outcome, detail: str) -> None:
    """What was paid for did not arrive whole: the house bears it."""
    _end(job, lease, State.FAILED, outcome, detail)


def _end(job: Job, lease: uuid.UUID, to: State, outcome: Outcome, detail: str) -> None:
    throw_away(job)
    moves.move(job, to, lease=lease, reason=detail, outcome=outcome, detail=detail)
    book(job, to, ticks=job.reported_ticks, guess=likely_ticks(job.frozen_order), error=outcome)
    close(job)


def throw_away(job: Job) -> None:
    """Whatever was brought home for a job that ends without it."""
    leftovers.discard_after_commit([incoming["key"] for incoming in job.incoming])
    job.deliveries.all().delete()
