"""What was decided in a stretch of time: by clause, by what was done, by day; how long it took; what was taken back."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Aggregate, Count, FloatField, Q
from django.db.models.functions import TruncDate
from django.utils import timezone

from moderation import measures, policies
from moderation.figures import agreement
from moderation.models import Decision, DecisionMeasure, Reversal, SecondReading
from moderation.models.decision import DecisionQuerySet

NONE = "no clause"


class Percentile(Aggregate):
    """The value below which this share of a column lies; null for no rows."""

    function = "PERCENTILE_CONT"
    template = "%(function)s(%(share)s) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = FloatField()


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a table."""

    title: str
    count: int
    restricting: int


@dataclass(frozen=True, slots=True)
class Day:
    """One day of the chart."""

    day: date
    restricting: int
    others: int


@dataclass(frozen=True, slots=True)
class Totals:
    """All of it. Seconds from claiming to deciding; None where nothing was claimed."""

    decisions: int
    restricting: int
    by_machine: int
    median: float | None
    slow: float | None  # nine of ten were quicker
    appealed_away: int

    @property
    def overturned_percent(self) -> float:
        """Of what took something from somebody, how much was taken back on an appeal."""
        return round(100 * self.appealed_away / self.restricting, 1) if self.restricting else 0.0


def since(days: int) -> DecisionQuerySet:
    """Decisions of the last so many days; those that were undone within seconds never were."""
    return between(timezone.now() - timedelta(days=days), timezone.now())


def between(begin: datetime, end: datetime) -> DecisionQuerySet:
    """Decisions in a stretch of time, its end not included."""
    there = Decision.objects.filter(decided_at__gte=begin, decided_at__lt=end)
    return there.exclude(reversal__why=Reversal.Why.UNDO)


def totals(decisions: DecisionQuerySet) -> Totals:
    """Three queries."""
    restricting = decisions.restricting()
    times = decisions.aggregate(
        count=Count("pk"),
        machine=Count("pk", filter=Q(reviewer=None)),
        median=Percentile("took_seconds", share=0.5),
        slow=Percentile("took_seconds", share=0.9),
        appealed=Count("pk", filter=Q(reversal__why=Reversal.Why.APPEAL)),
    )
    return Totals(
        times["count"], restricting.count(), times["machine"], times["median"], times["slow"], times["appealed"],
    )  # fmt: skip


def by_clause(decisions: DecisionQuerySet) -> list[Line]:
    """The clause most decisions rest on first."""
    policy = policies.current()
    took = Counter(decisions.restricting().values_list("clause", flat=True))
    rows = decisions.order_by().values_list("clause").annotate(count=Count("pk")).order_by("-count", "clause")
    titles = {clause.id: f"{clause.id} · {clause.title}" for clause in policy.clauses}
    return [Line(titles.get(clause, clause) or NONE, count, took[clause]) for clause, count in rows]


def by_measure(decisions: DecisionQuerySet) -> list[Line]:
    """What was done most first; one decision may do several things."""
    done = DecisionMeasure.objects.filter(decision__in=decisions.order_by())
    rows = done.order_by().values_list("name", "restricts").annotate(count=Count("pk")).order_by("-count", "name")
    return [Line(measures.done(name), count, count if restricts else 0) for name, restricts, count in rows]


def days(decisions: DecisionQuerySet, count: int) -> Iterator[Day]:
    """Every day of the stretch, also those on which nothing was decided."""
    by_day = TruncDate("decided_at")
    all_of = dict(decisions.order_by().annotate(day=by_day).values_list("day").annotate(Count("pk")))
    took = dict(decisions.restricting().order_by().annotate(day=by_day).values_list("day").annotate(Count("pk")))
    last = timezone.now().date()
    for back in range(count - 1, -1, -1):
        day = last - timedelta(days=back)
        yield Day(day, took.get(day, 0), all_of.get(day, 0) - took.get(day, 0))


def agreed(days: int) -> agreement.Agreement:
    """How far second readings of these days agree with the first."""
    read = SecondReading.objects.read().filter(read_at__gte=timezone.now() - timedelta(days=days))
    took = set(Decision.objects.filter(second_reading__in=read).restricting().values_list("pk", flat=True))
    return agreement.of(
        [(decision in took, bool(said)) for decision, said in read.values_list("decision", "restricts")]
    )
