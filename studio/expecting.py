"""About when something is done, by how long the same took its owner lately. A guess, and said as one."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil

from django.db import connection
from django.utils import timezone

from accounts.models import User
from studio.models import Job
from studio.states import SENT, State

FEW = 3  # fewer say nothing
# From being called in the line to being ready, by kind and engine, over the newest that there are.
USUAL = """
SELECT kind, engine, percentile_cont(0.5) WITHIN GROUP (ORDER BY took), percentile_cont(0.9) WITHIN GROUP (ORDER BY took)
FROM (
  SELECT kind, "order"->>'engine' AS engine, extract(epoch FROM ended_at - called_at) AS took
  FROM studio_job WHERE owner_id = %s AND state = 'ready' AND called_at IS NOT NULL ORDER BY ordered_at DESC LIMIT 200
) newest
GROUP BY kind, engine HAVING count(*) >= %s
"""


@dataclass(frozen=True, slots=True)
class Took:
    """Seconds: half of them took no longer than `half`, nine in ten no longer than `most`."""

    half: float
    most: float


Usual = Mapping[tuple[str, str], Took]


def usual(owner: User) -> Usual:
    """What each kind and engine took this person lately. One query."""
    with connection.cursor() as cursor:
        cursor.execute(USUAL, [owner.pk, FEW])
        return {(kind, engine): Took(half, most) for kind, engine, half, most in cursor.fetchall()}


def in_words(job: Job, usual: Usual) -> str:
    """As "ready in about 10–30 s"; empty for what was not sent, and where there is nothing to compare it with."""
    took = usual.get((job.kind, str(job.order.get("engine", ""))))
    if took is None or job.called_at is None or State(job.state) not in SENT or job.cancel_asked:
        return ""
    gone = (timezone.now() - job.called_at).total_seconds()
    if gone >= took.most:
        return "longer than usual"
    least, most = _rounded(max(took.half - gone, 0)), _rounded(took.most - gone)
    if most < 120:
        return f"ready in about {most} s" if least >= most else f"ready in about {least}–{most} s"
    least, most = ceil(least / 60), ceil(most / 60)
    return f"ready in about {most} min" if least >= most else f"ready in about {least}–{most} min"


def _rounded(seconds: float) -> int:
    """Up, to five seconds."""
    return max(ceil(seconds / 5) * 5, 5)
