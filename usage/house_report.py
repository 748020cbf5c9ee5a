"""The house's month, for administrators: by engine, purpose, person and error, and the days that were out of the ordinary."""

from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median
from typing import Any, cast

from django.db.models import Count, F, QuerySet, Sum

from accounts.models import User
from usage import limits, subjects
from usage.models import Attempt, Budget, Charge
from usage.months import begins, next_month
from usage.reports import Rows, by_day

PEOPLE_SHOWN = 50
# A day is out of the ordinary at three times the median of the week before it, once there are three days to compare.
SPIKE_TIMES = 3
SPIKE_DAYS = 7
SPIKE_LEAST_DAYS = 3
SPIKE_LEAST_TICKS = limits.TICKS_PER_USD  # cheaper days are nobody's worry


@dataclass(frozen=True, slots=True)
class BudgetStanding:
    """The house's month in ticks."""

    limit: int
    spent: int
    held: int

    @property
    def left(self) -> int:
        """What new holds may take together."""
        return max(self.limit - self.spent - self.held, 0)


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a table: something, and what it cost."""

    name: str
    requests: int
    ticks: int
    house_ticks: int
    tokens: tuple[int, ...] = ()  # input, cached, output, reasoning
    person: User | None = None

    @property
    def average(self) -> int:
        """What one request cost, in ticks."""
        return round(self.ticks / self.requests) if self.requests else 0


@dataclass(frozen=True, slots=True)
class Spike:
    """A day that cost many times what days usually do."""

    day: date
    ticks: int
    times: float


@dataclass(frozen=True, slots=True)
class Trouble:
    """A kind of failure, how often, and what it cost."""

    error_type: str
    engine: str
    sends: int
    ticks: int


def budget(month: date) -> BudgetStanding:
    """How the house's month stands."""
    row = Budget.objects.filter(month=month).first() or Budget(month=month)
    return BudgetStanding(limits.house_budget(), row.spent, row.held)


def by_engine(charges: "QuerySet[Charge]") -> list[Line]:
    """The dearest engine first, with its tokens by kind."""
    tokens = ("input_tokens", "cached_tokens", "output_tokens", "reasoning_tokens")
    rows = _grouped(charges, "engine").annotate(**{f"sum_{name}": Sum(name) for name in tokens})
    return [_line(row, row["engine"], tokens=tuple(row[f"sum_{name}"] for name in tokens)) for row in rows]


def by_purpose(charges: "QuerySet[Charge]") -> list[Line]:
    """The dearest purpose first."""
    return [_line(row, subjects.words(row["purpose"])) for row in _grouped(charges, "purpose")]


def by_person(charges: "QuerySet[Charge]") -> list[Line]:
    """Those on whom most was spent, whoever paid."""
    rows = list(_grouped(charges.exclude(owner=None), "owner")[:PEOPLE_SHOWN])
    people = User.objects.in_bulk([row["owner"] for row in rows])
    return [_line(row, people[row["owner"]].name, person=people[row["owner"]]) for row in rows]


def troubles(month: date) -> list[Trouble]:
    """What went wrong with sends of this month, the most frequent first; also what cost nothing."""
    failed = Attempt.objects.filter(opened_at__gte=begins(month), opened_at__lt=begins(next_month(month)))
    rows = failed.exclude(error_type="").order_by().values("error_type", "engine")
    counted = rows.annotate(sends=Count("pk"), cost=Sum("charge__ticks", default=0)).order_by("-sends")
    return [Trouble(row["error_type"], row["engine"], row["sends"], row["cost"]) for row in counted[:PEOPLE_SHOWN]]


def spikes(month: date) -> list[Spike]:
    """The days of this month that cost SPIKE_TIMES the median of the week before them."""
    since, until = begins(month) - timedelta(days=SPIKE_DAYS), begins(next_month(month))
    rows = by_day(Charge.objects.filter(created_at__gte=since, created_at__lt=until)).annotate(total=Sum("ticks"))
    return [spike for spike in find_spikes({row["day"]: row["total"] for row in rows}) if spike.day >= month]


def find_spikes(ticks_by_day: dict[date, int], *, least: int = SPIKE_LEAST_TICKS) -> list[Spike]:
    """Which of these days are out of the ordinary; days without cost are not compared with."""
    found = []
    for day in sorted(ticks_by_day):
        week = [ticks_by_day.get(day - timedelta(days=back), 0) for back in range(1, SPIKE_DAYS + 1)]
        usual = [ticks for ticks in week if ticks]
        if ticks_by_day[day] < least or len(usual) < SPIKE_LEAST_DAYS:
            continue
        if ticks_by_day[day] > SPIKE_TIMES * median(usual):
            found.append(Spike(day, ticks_by_day[day], ticks_by_day[day] / median(usual)))
    return found


def _grouped(charges: "QuerySet[Charge]", column: str) -> Rows:
    rows = cast(Rows, charges.order_by().values(column))
    sums: Rows = rows.annotate(requests=Count("pk"), cost=Sum("ticks"), by_house=Sum(F("ticks") - F("person_ticks")))
    return sums.order_by("-cost", column)


def _line(row: dict[str, Any], name: str, *, tokens: tuple[int, ...] = (), person: User | None = None) -> Line:
    return Line(name, row["requests"], row["cost"], row["by_house"], tokens, person)
