"""What is waited for past its deadline: things that were made, and may still be had whole.

A deadline spares a person waiting for nothing. It also passes while the bucket, the signer, the provider, the database
or every worker is away; then it says nothing about the job, and ending it would destroy what was paid for.
"""

import uuid
from datetime import timedelta

from django.db import transaction
from django.db.models.functions import Now

from studio import moves
from studio.line import places
from studio.models import Job
from studio.outcomes import Outcome
from studio.pipeline import sorting
from studio.states import State

# The promise that no job stays open for ever. An outage may last over holidays; a picture meanwhile costs the database
# little, and the person has been told. Counted from the job's last move.
LONGEST = timedelta(days=7)
# A deadline that passes after fewer tries in vain has passed while nobody could try.
FEW_TRIES = 4
# Films are asked about every few seconds: who was due this long ago was not asked about, for want of a worker.
NOT_ASKED = timedelta(seconds=2 * sorting.LONGEST_PAUSE_SECONDS)


def is_worth_it(job: Job) -> bool:
    """Whether this overdue job may still come to a good end."""
    if job.cancel_asked or not job.moves.filter(at__gt=Now() - LONGEST).exists():
        return False
    match State(job.state):
        case State.QUEUED:  # the line is long, and moves: its turn comes
            return not job.tries and not job.is_paused and places.moves(job.kind)
        case State.RENDERING:
            return job.tries > 0 or _nobody_asks(job)
        case State.FETCHING:
            return _is_held(job) or job.tries < FEW_TRIES
        case State.INSPECTING:
            return _is_held(job)
    return False


@transaction.atomic
def go_on(job: Job, lease: uuid.UUID) -> None:
    """Give it another term of its state, and tell the person when it is with us that it waits."""
    seconds = moves.deadline_seconds(State(job.state))
    assert seconds is not None
    outcome = Outcome.WAITS_FOR_US if _is_held(job) else job.outcome
    mine = Job.objects.filter(pk=job.pk, state=job.state, lease=lease)
    mine.update(lease=None, lease_until=None, deadline_at=Now() + timedelta(seconds=seconds), outcome=outcome)
    if outcome != job.outcome:
        moves.tell(job)


def _is_held(job: Job) -> bool:
    """Its bytes are ours, or came and could not be kept: whatever is wrong is ours to mend."""
    if job.state == State.RENDERING:
        return False
    return bool(job.incoming) or job.outcome == Outcome.WAITS_FOR_US or job.deliveries.exists()


def _nobody_asks(job: Job) -> bool:
    return Job.objects.filter(pk=job.pk, due_at__lte=Now() - NOT_ASKED).exists()
