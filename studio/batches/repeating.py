"""What came to nothing in a batch, once more: shown with its price, and ordered as it was shown."""

import hashlib
import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction

from accounts.models import User
from foundation import idempotency
from studio import orders
from studio.batches import ordering, standing
from studio.models import Batch, BatchRow, Job
from studio.states import State
from xai.prices import PriceUnknown

# What its owner cancelled they do not want; what was refused is refused again.
CAME_TO_NOTHING = frozenset({State.FAILED, State.EXPIRED})
WHICH_CHARACTERS = 32


@dataclass(frozen=True, slots=True)
class Offer:
    """The jobs that may be ordered again, for so many ticks in all; `which` stands for just these."""

    jobs: tuple[Job, ...]
    ticks: int
    which: str


def offer(batch: Batch) -> Offer:
    """The newest job of each row, where that came to nothing and may be ordered again at a price."""
    found = tuple(job for job in standing.newest(batch, CAME_TO_NOTHING) if _may_be_repeated(job))
    return Offer(found, sum(job.frozen_order.price for job in found), _named(found))


@transaction.atomic
def order(owner: User, batch_id: uuid.UUID, *, which: str, ticks: int) -> int:
    """Order them once more, by the same recipes, at the price that was shown; returns how many. A second click, too.

    Raises ordering.OtherThanShown, Batch.DoesNotExist and what ordering a batch raises; nothing was ordered then.
    """
    batch: Batch = Batch.objects.owned_by(owner).select_for_update().get(public_id=batch_id)
    key, body = f"again:{batch.pk}:{which}", idempotency.fingerprint({})
    if len(which) == WHICH_CHARACTERS and which.isalnum() and (done := idempotency.earlier(owner.pk, key, body)):
        return int(done["rows"])
    now = offer(batch)
    if not now.jobs or (now.which, now.ticks) != (which, ticks):
        raise ordering.OtherThanShown
    ordering.take(owner, [ordering.job_of(owner, _row(job), job.frozen_order) for job in now.jobs])
    idempotency.remember(owner.pk, key, body, {"rows": len(now.jobs)})
    return len(now.jobs)


def _named(jobs: Iterable[Job]) -> str:
    return hashlib.sha256(" ".join(str(job.pk) for job in jobs).encode()).hexdigest()[:WHICH_CHARACTERS]


def _may_be_repeated(job: Job) -> bool:
    try:
        return job.may_be_repeated and job.frozen_order.price >= 0 and not orders.problems(job.frozen_order)
    except PriceUnknown:
        return False


def _row(job: Job) -> BatchRow:
    assert job.row is not None
    return job.row
