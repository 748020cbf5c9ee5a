"""A request as its page and the desk show it."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.utils import timezone

from moderation import subjects
from moderation.models.takedown import Noted, Reached, Takedown, Why
from moderation.takedowns import clock

SHOWN = 100
HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Counts:
    """How many things are hidden for a request now, named and beside them, and how many were removed.

    `lately`: how many were named and are not hidden, because a person let them stay lately.
    """

    named: int
    others: int
    removed: int
    lately: int


@dataclass(frozen=True, slots=True)
class Line:
    """One request in the desk's list."""

    takedown: Takedown
    left: str
    urgency: str
    hidden: int

    @property
    def marks(self) -> list[str]:
        """Which alarms have rung."""
        hours = [f"{each / HOUR:g} h" for each in clock.alarms()]
        return hours[: self.takedown.alarms]


@dataclass(frozen=True, slots=True)
class Thing:
    """One thing that a request reaches, as a reviewer looks at it."""

    row: Reached
    preview: str
    excerpt: str
    made_by: str

    @property
    def why(self) -> str:
        """In words, with how near what only looks alike is."""
        words = Why(self.row.why).label
        return f"{words} ({self.row.apart} of 256 bits differ)" if self.row.why == Why.ALIKE else words

    @property
    def state(self) -> str:
        """What is so now."""
        if self.row.removed_at:
            return "removed"
        if self.row.released_at:
            return "shown again"
        if self.row.hidden_at is None:
            return f"not hidden: {Noted(self.row.noted or Noted.UNCLEAR).label}"
        return "hidden"


def counts(takedown: Takedown) -> Counts:
    """For the page of whoever asked."""
    hidden = takedown.reached.filter(hidden_at__isnull=False, released_at=None)
    named = hidden.filter(why=Why.NAMED).count()
    removed = takedown.reached.exclude(removed_at=None).count()
    lately = takedown.reached.filter(why=Why.NAMED, hidden_at=None, noted=Noted.LATELY).count()
    return Counts(named, hidden.count() - named, removed, lately)


def waiting(reviewer: Any) -> list[Line]:
    """What waits for this reviewer, the most urgent first."""
    return [_line(each) for each in Takedown.objects.open().shown_to(reviewer).most_urgent_first()[:SHOWN]]


def decided(reviewer: Any) -> list[Takedown]:
    """The newest that are over."""
    over = Takedown.objects.exclude(decided_at=None).shown_to(reviewer)
    return list(over.select_related("decided_by").order_by("-decided_at")[:SHOWN])


def things(takedown: Takedown) -> list[Thing]:
    """All that it reaches, what was named first."""
    return [_thing(row) for row in takedown.reached.select_related("owner").order_by("pk")]


def noted(takedown: Takedown) -> int:
    """How many things a reviewer could have hidden with one word; not messages of which nobody said they are meant."""
    return takedown.reached.filter(hidden_at=None).exclude(noted__in=("", Noted.UNCLEAR)).count()


def urgency(takedown: Takedown) -> str:
    """The class of its clock: nothing, "clock" after the first alarm, "late" after the last."""
    rung = clock.rung_by(takedown, timezone.now())
    return "late" if rung >= len(clock.alarms()) else "clock" if rung else ""


def _line(takedown: Takedown) -> Line:
    hidden = takedown.reached.filter(hidden_at__isnull=False, released_at=None).count()
    return Line(takedown, clock.words(takedown.left), urgency(takedown), hidden)


def _thing(row: Reached) -> Thing:
    handler = subjects.of(row.kind)
    made_by = subjects.made_by(row.kind, row.subject)
    return Thing(row, handler.preview(row.subject), handler.excerpt(row.subject), made_by)
