"""What waits now, for whom the desk is staffed: by lane, the oldest, and the clocks of requests for removal."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Min
from django.utils import timezone

from moderation.models import Case, SecondReading, Takedown
from moderation.queue.words import LANE_TITLES

SOON = timedelta(hours=12)  # the last alarm of a request rings then


@dataclass(frozen=True, slots=True)
class Lane:
    """One lane: how many wait, and since when."""

    title: str
    waiting: int
    oldest: datetime


@dataclass(frozen=True, slots=True)
class Clocks:
    """Requests for removal: how many run, how many end soon, and how many have run over."""

    open: int
    soon: int
    over: int
    next_due: datetime | None


def lanes(reviewer: Any) -> list[Lane]:
    """What this reviewer could open, by lane."""
    waiting = Case.objects.open().shown_to(reviewer).order_by()
    rows = {row["lane"]: row for row in waiting.values("lane").annotate(count=Count("pk"), oldest=Min("opened_at"))}
    return [
        Lane(title, rows[lane]["count"], rows[lane]["oldest"]) for lane, title in LANE_TITLES.items() if lane in rows
    ]


def clocks() -> Clocks:
    """Of every request that is not decided."""
    now = timezone.now()
    due = list(Takedown.objects.open().order_by("due_at").values_list("due_at", flat=True))
    soon = sum(now < each <= now + SOON for each in due)
    return Clocks(len(due), soon, sum(each <= now for each in due), due[0] if due else None)


def readings() -> int:
    """Decided cases that wait for a second pair of eyes."""
    return SecondReading.objects.waiting().count()
