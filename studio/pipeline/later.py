"""Trying a step again after a pause."""

import uuid
from datetime import timedelta

from django.db.models.functions import Now

from studio.models import Job
from studio.pipeline import sorting


def again(job: Job, lease: uuid.UUID, *, retry_after: float | None = None) -> None:
    """Give the job back, due again after a pause that grows with each failed try; its deadline stays."""
    pause = timedelta(seconds=sorting.pause_seconds(job.tries, retry_after))
    mine = Job.objects.filter(pk=job.pk, state=job.state, lease=lease)
    mine.update(lease=None, lease_until=None, rung_at=None, due_at=Now() + pause, tries=job.tries + 1)
