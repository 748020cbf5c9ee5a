"""What a person does with a batch that is on its way: let go of the rest, find a row fine, take the list away."""

import uuid
from collections.abc import Iterable

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from accounts.models import User
from moderation.models import Case
from studio import assets, jobs, moves
from studio.batches import drafts, standing
from studio.models import Batch, BatchRow, Job
from studio.outcomes import Outcome
from studio.states import SENT, UNSENT, State
from studio.subject_kinds import ORDER
from usage import holds


def cancel_rest(owner: User, batch_id: uuid.UUID) -> int:
    """Cancel every row that is not done: what was not sent costs nothing, what was is thrown away when it comes.

    What is unsent ends in one step; what is under way is marked one by one, as by hand. Returns how many. Raises
    Batch.DoesNotExist.
    """
    batch: Batch = Batch.objects.owned_by(owner).get(public_id=batch_id)
    ended = _end_unsent(batch)
    sent = Job.objects.filter(row__batch=batch, state__in=sorted(SENT), cancel_asked_at=None)
    return ended + sum(_cancelled(owner, job) for job in sent.values_list("public_id", flat=True))


@transaction.atomic
def _end_unsent(batch: Batch) -> int:
    # Jobs first, then their holds, each in the order of their keys: as everybody locks them.
    unsent = Job.objects.filter(row__batch=batch, state__in=sorted(UNSENT)).select_related("owner", "hold")
    jobs = list(unsent.select_for_update(of=("self",)).order_by("pk"))
    moves.end_together(jobs, State.CANCELLED, reason="by its owner", outcome=Outcome.CANCELLED)
    holds.settle_together([job.hold for job in jobs if job.hold is not None])
    return len(jobs)


def _cancelled(owner: User, job_id: uuid.UUID) -> bool:
    try:
        jobs.cancel(owner, job_id)
    except jobs.TooLate:
        return False
    return True


@transaction.atomic
def let_pass(owner: User, batch_id: uuid.UUID, row_id: uuid.UUID) -> BatchRow:
    """Its owner has looked, and finds it fine: it may be shared. Raises BatchRow.DoesNotExist."""
    found = BatchRow.objects.select_for_update(of=("self",)).filter(batch__owner=owner, batch__public_id=batch_id)
    row: BatchRow = found.get(public_id=row_id)
    if row.is_doubtful:
        row.passed_at = timezone.now()
        row.save(update_fields=["passed_at"])
    return row


@transaction.atomic
def forget(owner: User, batch_id: uuid.UUID) -> Batch:
    """Take the list of a batch that is over away, with the words of what was left out and of what came to nothing.

    What was made stays on the wall. Raises drafts.TooLate while something of it is on its way, to be looked at or to be
    decided; Batch.DoesNotExist.
    """
    batch: Batch = Batch.objects.owned_by(owner).select_for_update().get(public_id=batch_id)
    if not standing.of(batch).may_be_removed:
        raise drafts.TooLate
    for job in _without_a_door(batch):
        assets.forget(job)
    Batch.objects.filter(pk=batch.pk).delete()
    return batch


def _without_a_door(batch: Batch) -> Iterable[Job]:
    """Nothing on the wall leads to these. What the desk is still to judge, or has locked, it has to be able to read."""
    cases = Case.objects.keeping().filter(subject_kind=ORDER, subject=OuterRef("public_id"))
    found: Iterable[Job] = Job.objects.filter(row__batch=batch, assets=None).exclude(Exists(cases))
    return found
