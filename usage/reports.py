"""What a month cost, added up for people to read: each function is one query, or a few."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, timedelta
from typing import Any, TypeAlias, cast

from django.db.models import Aggregate, Count, F, FloatField, Q, QuerySet, Sum
from django.db.models.functions import Coalesce, TruncDate
from django.utils import timezone

from usage.models import Charge, Exactness
from usage.months import next_month

Rows: TypeAlias = "QuerySet[Any, dict[str, Any]]"
OF_STUDIO = Q(endpoint__startswith="/v1/images") | Q(endpoint__startswith="/v1/videos")


class Median(Aggregate):
    """The middle value of a column; null for no rows."""

    function = "PERCENTILE_CONT"
    template = "%(function)s(0.5) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = FloatField()


@dataclass(frozen=True, slots=True)
class Totals:
    """Some entries, added up. Ticks and milliseconds."""

    requests: int
    ticks: int
    person_ticks: int
    estimated_ticks: int
    first_token_ms: float | None

    @property
    def house_ticks(self) -> int:
        """What the house paid of it."""
        return self.ticks - self.person_ticks

    @property
    def average(self) -> int:
        """What one request cost."""
        return round(self.ticks / self.requests) if self.requests else 0

    @property
    def house_percent(self) -> int:
        """The house's share."""
        return percent(self.house_ticks, self.ticks)

    @property
    def estimated_percent(self) -> int:
        """The share of money that is our guess."""
        return percent(self.estimated_ticks, self.ticks)


@dataclass(frozen=True, slots=True)
class Day:
    """One day in two parts, in ticks: what stands in the chart's two columns."""

    day: date
    first: int = 0
    second: int = 0


def percent(part: int, whole: int) -> int:
    """A share in whole percent; 0 of nothing."""
    return round(100 * part / whole) if whole else 0


def totals(charges: "QuerySet[Charge]") -> Totals:
    """Everything in one query."""
    found = charges.aggregate(
        requests=Count("pk"),
        cost=Coalesce(Sum("ticks"), 0),
        by_people=Coalesce(Sum("person_ticks"), 0),
        guessed=Coalesce(Sum("ticks", filter=Q(exactness=Exactness.ESTIMATED)), 0),
        first_word=Median("first_token_ms"),
    )
    return Totals(found["requests"], found["cost"], found["by_people"], found["guessed"], found["first_word"])


def days_of_person(charges: "QuerySet[Charge]", month: date) -> list[Day]:
    """What a person paid by day: in the parlour, in the studio."""
    studio = Coalesce(Sum("person_ticks", filter=OF_STUDIO), 0)
    parlour = Coalesce(Sum("person_ticks", filter=~OF_STUDIO), 0)
    return _days(charges, month, first=parlour, second=studio)


def days_of_house(charges: "QuerySet[Charge]", month: date) -> list[Day]:
    """What a month cost by day: paid by people, paid by the house."""
    return _days(charges, month, first=Sum("person_ticks"), second=Sum(F("ticks") - F("person_ticks")))


def months_of(charges: "QuerySet[Charge]", current: date) -> list[date]:
    """Months with entries, and this one; newest first."""
    known = set(charges.order_by().values_list("month", flat=True).distinct())
    return sorted(known | {current}, reverse=True)


def _days(charges: "QuerySet[Charge]", month: date, *, first: Coalesce | Sum, second: Coalesce | Sum) -> list[Day]:
    rows = by_day(charges).annotate(first=first, second=second)
    found = {row["day"]: Day(row["day"], row["first"], row["second"]) for row in rows}
    # An answer that came after midnight of the last day counts in the month it was asked in, on a day of its own.
    return [found.get(day, Day(day)) for day in sorted({*calendar(month), *found})]


def by_day(charges: "QuerySet[Charge]") -> Rows:
    """Entries grouped by their day, UTC."""
    return cast(Rows, charges.order_by().annotate(day=TruncDate("created_at", tzinfo=UTC)).values("day"))


def calendar(month: date) -> Sequence[date]:
    """The days of a month until today."""
    today = timezone.now().astimezone(UTC).date()
    last = min(next_month(month) - timedelta(days=1), max(today, month))
    return [month + timedelta(days=number) for number in range((last - month).days + 1)]
