"""The numbers in the desk's top bar."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from moderation.figures import decided
from moderation.models import Case, Takedown
from moderation.takedowns import clock, showing

LATELY = timedelta(days=7)  # of which the usual time of a decision is told


@dataclass(frozen=True, slots=True)
class Figures:
    """The numbers in the top bar. `left` until the nearest request for removal is due, `urgency` the class of that word.

    `median`: seconds from claiming to deciding, of what everybody decided lately.
    """

    waiting: int
    oldest: datetime | None
    left: str
    urgency: str
    median: float | None


def figures(reviewer: Any) -> Figures:
    """How many wait for this reviewer, and since when; which clock runs out first; how long a decision takes. Four queries."""
    waiting = Case.objects.open().shown_to(reviewer)
    oldest = waiting.oldest_first().values_list("opened_at", flat=True).first()
    nearest = Takedown.objects.open().shown_to(reviewer).most_urgent_first().first()
    return Figures(
        waiting=waiting.count(),
        oldest=oldest,
        left=clock.words(nearest.left) if nearest else "",
        urgency=showing.urgency(nearest) if nearest else "",
        median=_median(),
    )


def _median() -> float | None:
    now = timezone.now()
    taken = decided.between(now - LATELY, now).aggregate(median=decided.Percentile("took_seconds", share=0.5))
    median: float | None = taken["median"]
    return median
