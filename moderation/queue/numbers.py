"""The numbers in the desk's top bar."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median
from typing import Any

from django.utils import timezone

from moderation.figures import decided
from moderation.models import Case, Takedown
from moderation.takedowns import clock, showing

LATELY, MOST = timedelta(days=7), 200  # of which decisions the usual time is told


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
    """How many wait for this reviewer, and since when; which clock runs out first; how long a decision takes."""
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
    """Of the newest alone: the bar is drawn with every page of the desk, and again every few seconds."""
    now = timezone.now()
    lately = decided.between(now - LATELY, now).exclude(took_seconds=None).order_by("-decided_at")
    took = [each for each in lately.values_list("took_seconds", flat=True)[:MOST] if each is not None]
    return median(took) if took else None
