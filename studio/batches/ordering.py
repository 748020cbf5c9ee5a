"""Ordering a batch: everything in one transaction, or nothing. Its money is put aside in one step for all rows together."""

import uuid
from collections.abc import Sequence

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from foundation import kill_points
from moderation.flags import raise_flag
from moderation.verdicts import Action, Verdict
from studio import moves, orders
from studio.batches import drafts
from studio.consents import deciding
from studio.jobs import NotOffered, limited, may_go_on, unwritten
from studio.models import Batch, BatchRow, Job
from studio.orders import Order
from studio.states import State
from studio.subject_kinds import ORDER
from usage import holds

# Behind whatever their owner orders by hand, before or after: one picture never waits for the rest of a batch.
RANK = 1


class NothingToOrder(Exception):
    """Every row has something wrong with it, or there is none."""


class OtherThanShown(Exception):
    """It would not be what was shown: a price, an engine or a row has changed. Show it again; nothing was ordered."""


class TooManyRows(Exception):
    """So many rows of this person's batches are on their way that these do not fit. `room` is how many would."""

    def __init__(self, room: int) -> None:
        super().__init__(f"room for {room}")
        self.room = room


def order(owner: User, batch_id: uuid.UUID, *, rows: int, ticks: int) -> Batch:
    """Order every row nothing is wrong with. A second click finds it ordered, and changes nothing.

    `rows` and `ticks` are what the person was shown. Raises OtherThanShown, NothingToOrder, TooManyRows, OverAllowance,
    OverBudget, Batch.DoesNotExist; nothing was ordered then.
    """
    batch: Batch = Batch.objects.owned_by(owner).select_related("owner").get(public_id=batch_id)
    if batch.is_ordered:
        return batch
    read = drafts.read_again(batch)  # beside the transaction: five hundred rows take a second
    good = [row for row in read if row.price is not None]
    if (len(good), sum(row.price or 0 for row in good)) != (rows, ticks):
        shown_anew(owner, batch_id, read)
        raise OtherThanShown
    if not good:
        raise NothingToOrder
    try:
        return _order(owner, batch_id, good)
    except drafts.TooLate:
        return Batch.objects.owned_by(owner).get(public_id=batch_id)


@transaction.atomic
def shown_anew(owner: User, batch_id: uuid.UUID, read: Sequence[BatchRow]) -> None:
    """Keep what the rows mean now, to be shown: of those that nobody changed or ordered since they were read."""
    try:
        batch = drafts.unordered(owner, batch_id)
    except drafts.TooLate:
        return
    now = _cells(batch)
    same = [row for row in read if now.get(row.pk) == row.cells]
    BatchRow.objects.bulk_update(same, ["order", "price", "problems"])


@transaction.atomic
def _order(owner: User, batch_id: uuid.UUID, read: Sequence[BatchRow]) -> Batch:
    batch = drafts.unordered(owner, batch_id)
    # By the lock nobody changes a row any more; who did since we read finds that out now.
    now = _cells(batch)
    if any(now.get(row.pk) != row.cells for row in read):
        raise OtherThanShown
    take(owner, [_job(owner, row) for row in read])
    ids = [row.pk for row in read]
    BatchRow.objects.filter(pk__in=ids).update(cells={}, order=None, price=None, problems=[])
    batch.ordered_at = timezone.now()
    batch.save(update_fields=["ordered_at"])
    kill_points.reach("batch.ordered")
    return batch


def _cells(batch: Batch) -> dict[int, dict[str, str]]:
    return {row.pk: row.cells for row in batch.rows.all()}


def take(owner: User, jobs: Sequence[Job]) -> None:
    """Put aside what all of them may cost together, and write them down; or nothing of it. Inside a transaction.

    Raises OverAllowance, OverBudget, TooManyRows, NotOffered for what no engine takes any more.
    """
    limited(owner)
    for job in jobs:
        if wrong := orders.problems(job.frozen_order):
            raise NotOffered(", ".join(wrong))
    # Before the money is locked.
    judged = [(job, deciding.before_sending(job.frozen_order, person=owner)) for job in jobs]
    refused = [(job, verdict) for job, verdict in judged if _is_refused(verdict)]
    # They cost nothing, and are told before the money is locked: nobody waits for a person's addresses with that in hand.
    for job, verdict in refused:
        _refused(job, verdict)
    _hold(owner, [job for job, verdict in judged if not _is_refused(verdict)])
    kill_points.reach("batch.held")
    moves.born_together([job for job, verdict in judged if may_go_on(verdict)], reason="ordered in a batch")
    for job, verdict in judged:
        if not may_go_on(verdict) and not _is_refused(verdict):
            _waits(job, verdict)
    for job, verdict in judged:
        if not may_go_on(verdict):
            deciding.ask_about_words(job, verdict)


def _hold(owner: User, jobs: Sequence[Job]) -> None:
    parts = [holds.Part(job.frozen_order.price, job.kind, job.public_id) for job in jobs]
    for job, held in zip(jobs, holds.reserve_together(owner, parts), strict=True):
        job.hold = held
    # Counted after the hold: its UPDATE lets parallel clicks of one person through one after the other.
    room = settings.STUDIO_BATCH_ROWS - Job.objects.owned_by(owner).unfinished().filter(in_batch=True).count()
    if len(jobs) > room:
        raise TooManyRows(max(room, 0))


def _is_refused(verdict: Verdict) -> bool:
    return not verdict.passes and verdict.action != Action.REVIEW


def _refused(job: Job, verdict: Verdict) -> None:
    """What the policy turns away was said before; it may have been written anew since."""
    job.state, job.outcome = State.REFUSED, deciding.turned_away_by(verdict)
    _not_at_once(job, verdict)


def _waits(job: Job, verdict: Verdict) -> None:
    job.state, job.outcome = State.AWAITING, deciding.waiting_for(verdict)
    _not_at_once(job, verdict)


def _not_at_once(job: Job, verdict: Verdict) -> None:
    job.sentence = verdict.sentence
    moves.born(job, reason=f"policy {verdict.clause}")
    if not deciding.is_ours(verdict):
        raise_flag(subject_kind=ORDER, subject=job.public_id, owner=job.owner, verdict=verdict)


def _job(owner: User, row: BatchRow) -> Job:
    order = row.frozen_order
    assert order is not None
    return job_of(owner, row, order)


def job_of(owner: User, row: BatchRow, order: Order) -> Job:
    """A row's job, not written down yet."""
    return unwritten(owner, order, row, rank=RANK, state=State.QUEUED)
