"""Trying a step again after a pause."""

import uuid
from datetime import timedelta
from typing import Literal

from django.db import transaction
from django.db.models.functions import Now

from studio import moves
from studio.models import Job
from studio.outcomes import Outcome
from studio.pipeline import sorting


@transaction.atomic
def again(job: Job, lease: uuid.UUID, *, retry_after: float | None = None, outcome: Outcome | Literal[""] = "") -> None:
    """Give the job back, due again after a pause that grows with each failed try; its deadline stays.

    `outcome`: what the person is told meanwhile, where the failure is ours. While what was made waits for us, the
    deadline ends nothing (`waiting`).
    """
    pause = timedelta(seconds=sorting.pause_seconds(job.tries, retry_after))
    mine = Job.objects.filter(pk=job.pk, state=job.state, lease=lease)
    tries = min(job.tries + 1, sorting.MOST_TRIES)
    mine.update(lease=None, lease_until=None, rung_at=None, due_at=Now() + pause, tries=tries, outcome=outcome)
    if outcome != job.outcome:
        moves.tell(job)
