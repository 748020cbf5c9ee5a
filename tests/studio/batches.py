"""Lists of orders: made, ordered, worked until nothing goes on by itself."""

import time
from typing import Any

from accounts.models import User
from studio import moves
from studio.batches import drafts, ordering, standing
from studio.models import Batch, Job
from studio.outcomes import Outcome
from studio.pipeline import polling, submitting, sweep
from studio.states import RESTING, State
from tests.studio.steps import STEPS, picture_order
from usage import holds

FOUR_CENTS = picture_order().price


def made(owner: User, text: str, **how: Any) -> Batch:
    return drafts.make(owner, text, **how)


def ordered(owner: User, text: str, **how: Any) -> Batch:
    """Ordered as it would be shown."""
    batch = made(owner, text, **how)
    return order(owner, batch)


def order(owner: User, batch: Batch) -> Batch:
    good = [row for row in batch.rows.all() if row.price is not None]
    return ordering.order(owner, batch.public_id, rows=len(good), ticks=sum(row.price or 0 for row in good))


def worked(batch: Batch, seconds: float = 60) -> standing.Standing:
    """Everything on its way goes on until nothing does by itself."""
    give_up = time.monotonic() + seconds
    while not (stands := standing.of(batch)).is_over:
        assert time.monotonic() < give_up, stands
        sweep.sweep()
        polling.poll_due()
        for kind in ("picture", "video"):
            submitting.send_next(kind)
        for job in Job.objects.filter(row__batch=batch).exclude(state__in=RESTING):
            if job.state != State.QUEUED and (step := STEPS.get(State(job.state))):
                step(job.pk)
        time.sleep(0.02)
    return stands


def failed(job: Job) -> None:
    """It came to nothing before it was sent."""
    moves.move(Job.objects.get(pk=job.pk), State.FAILED, reason="out of credit", outcome=Outcome.HOUSE_ACCOUNT)
    assert job.hold is not None
    holds.settle(job.hold)
