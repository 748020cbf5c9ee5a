"""A request as its page and the desk show it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count
from django.utils import timezone

from moderation import subjects
from moderation.models.takedown import Noted, Reached, State, Takedown, Why
from moderation.subjects import Glance
from moderation.takedowns import carrying_out, clock

SHOWN = 100
PAGE = 50
HOUR = timedelta(hours=1)
GONE = Glance()


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
class Progress:
    """How far a verdict is carried out. `goes_on`: by itself; else what is left waits until somebody else has judged it."""

    word: str
    done: int
    of: int
    goes_on: bool


@dataclass(frozen=True, slots=True)
class Thing:
    """One thing that a request reaches, as a reviewer looks at it."""

    row: Reached
    glance: Glance

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
    rows = list(Takedown.objects.open().shown_to(reviewer).most_urgent_first()[:SHOWN])
    hidden = Reached.objects.filter(takedown__in=rows, hidden_at__isnull=False, released_at=None).values("takedown")
    count = dict(hidden.annotate(count=Count("pk")).values_list("takedown", "count"))
    return [Line(each, clock.words(each.left), urgency(each), count.get(each.pk, 0)) for each in rows]


def decided(reviewer: Any) -> list[Takedown]:
    """The newest that are over."""
    over = Takedown.objects.exclude(decided_at=None).shown_to(reviewer)
    return list(over.select_related("decided_by").order_by("-decided_at")[:SHOWN])


def page(takedown: Takedown, number: Any) -> "Page[Reached]":
    """A page of all that it reaches, what was named first. What is no number is the first."""
    return Paginator(takedown.reached.order_by("pk"), PAGE).get_page(number)


def things(rows: Sequence[Reached]) -> list[Thing]:
    """These, as a reviewer looks at them; as many queries for a page as for one."""
    seen = {kind: subjects.glances(kind, [row.subject for row in rows if row.kind == kind]) for kind in _kinds(rows)}
    return [Thing(row, seen[row.kind].get(row.subject, GONE)) for row in rows]


def _kinds(rows: Sequence[Reached]) -> list[str]:
    return sorted({row.kind for row in rows})


def elsewhere(takedown: Takedown, rows: Sequence[Reached]) -> int:
    """How many are ticked on the other pages."""
    return takedown.reached.filter(wanted=True).exclude(pk__in=[row.pk for row in rows]).count()


def progress(takedown: Takedown) -> Progress | None:
    """How far what was decided is done; None while it is open."""
    if takedown.is_open:
        return None
    upheld = takedown.state == State.UPHELD
    rows = takedown.reached.filter(wanted=True) if upheld else takedown.reached.exclude(hidden_at=None)
    word, done = "Removed" if upheld else "Shown again", rows.exclude(released_at=None).count()
    return Progress(word, done, rows.count(), carrying_out.goes_on(takedown))


def noted(takedown: Takedown) -> int:
    """How many things a reviewer could have hidden with one word; not messages of which nobody said they are meant."""
    return takedown.reached.filter(hidden_at=None).exclude(noted__in=("", Noted.UNCLEAR)).count()


def urgency(takedown: Takedown) -> str:
    """The class of its clock: nothing, "clock" after the first alarm, "late" after the last."""
    rung = clock.rung_by(takedown, timezone.now())
    return "late" if rung >= len(clock.alarms()) else "clock" if rung else ""
