"""What the house tells the world about its decisions, by half-years. Small numbers are not told: they may be somebody."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import Any

from django.core.cache import cache
from django.utils import timezone

from moderation.figures import decided
from moderation.figures.decided import Line
from moderation.models import Appeal, Case, Glass, Handover, Report, Takedown
from moderation.models.takedown import State

LEAST = 5
FEW = "fewer than five"
REST = "all others"
MOST = "most of them"
STEP = 10  # while a half-year runs: looking every hour must not tell what was decided in that hour
SHOWN = 6  # half-years: three years back
CACHED_SECONDS = 3600
KEY = "transparency:2:{}"  # 2: what is kept there has such a shape


@dataclass(frozen=True, slots=True)
class Told:
    """One number as it is told: exactly, or not."""

    title: str
    number: str


@dataclass(frozen=True, slots=True)
class Half:
    """One half-year. `clauses` and `measures` are of decisions that took something from somebody."""

    year: int
    second: bool
    running: bool
    numbers: list[Told]
    clauses: list[Told]
    measures: list[Told]
    reckoned_at: datetime

    @property
    def title(self) -> str:
        """As people say it."""
        return f"{'July to December' if self.second else 'January to June'} {self.year}"


def halves(now: datetime | None = None) -> list[Half]:
    """The newest first, as far back as the house decided anything; kept for an hour."""
    now = now or timezone.now()
    first = Case.objects.order_by("opened_at").values_list("opened_at", flat=True).first()
    found = []
    year, second = now.year, now.month > 6
    for back in range(SHOWN):
        if back and (first is None or _ends(year, second) <= first):
            break
        found.append(_kept(year, second, running=not back))
        year, second = (year, False) if second else (year - 1, True)
    return found


def told(count: int, *, running: bool = False) -> str:
    """A number, unless it is so small that it might be somebody; of a half-year that runs, only in steps."""
    if 0 < count < LEAST:
        return FEW
    return f"{max(LEAST, count // STEP * STEP):,} or more" if running and count else f"{count:,}"


def part(count: int, whole: int, *, running: bool = False) -> str:
    """A part of a number that is told as well: not so that what is left over is a small one."""
    return MOST if count >= LEAST and 0 < whole - count < LEAST else told(count, running=running)


def whole(count: int, restricting: int, *, running: bool = False) -> str:
    """All decisions. Those that restricted are told by their clauses, too: so here it is the sum that is not exact."""
    if restricting >= LEAST and 0 < count - restricting < LEAST:
        return "a few more than took something from somebody"
    return told(count, running=running)


def folded(lines: Iterable[Line], *, running: bool = False) -> list[Told]:
    """Of each line what it took from people; small ones are one line together, and so large that none can be reckoned."""
    large = sorted(((line.title, line.restricting) for line in lines), key=lambda line: -line[1])
    rest: list[int] = []
    while large and large[-1][1] < LEAST:
        rest.append(large.pop()[1])
    # One small number would be what is missing from the sum: it takes the next one along.
    while large and 0 < sum(rest) < LEAST:
        rest.append(large.pop()[1])
    small = [Told(REST, told(sum(rest), running=running))] if sum(rest) else []
    return [Told(title, told(count, running=running)) for title, count in large] + small


def _kept(year: int, second: bool, *, running: bool) -> Half:
    key = KEY.format(f"{year}-{int(second)}")
    found = cache.get(key)
    if not isinstance(found, Half):
        found = _counted(year, second, running=running)
        cache.set(key, found, CACHED_SECONDS)
    return found


def _counted(year: int, second: bool, *, running: bool) -> Half:
    begin, end = _begins(year, second), _ends(year, second)
    decisions = decided.between(begin, end)
    totals = decided.totals(decisions)
    removals = Takedown.objects.filter(asked_at__gte=begin, asked_at__lt=end)

    def within(rows: Any, name: str) -> int:
        return int(rows.filter(**{f"{name}__gte": begin, f"{name}__lt": end}).count())

    asked, appeals = removals.count(), within(Appeal.objects, "opened_at")
    say, share = partial(told, running=running), partial(part, running=running)
    numbers = [
        ("Reports", say(within(Report.objects, "flag__raised_at"))),
        ("Requests for removal", say(asked)),
        ("of these, removed", share(removals.filter(state=State.UPHELD).count(), asked)),
        ("Cases opened", say(within(Case.objects, "opened_at"))),
        ("Decisions", whole(totals.decisions, totals.restricting, running=running)),
        ("of these, took something from somebody", say(totals.restricting)),
        ("decided by a machine alone", share(totals.by_machine, totals.decisions)),
        ("Appeals", say(appeals)),
        ("taken back on an appeal", share(totals.appealed_away, appeals)),
        ("Private conversations opened by staff, each told to its owner", say(within(Glass.objects, "opened_at"))),
        ("Cases handed over to an authority", say(within(Handover.objects, "released_at"))),
    ]
    return Half(
        year,
        second,
        running,
        [Told(title, number) for title, number in numbers],
        folded(decided.by_clause(decisions), running=running),
        folded((line for line in decided.by_measure(decisions) if line.restricting), running=running),
        timezone.now(),
    )


def _begins(year: int, second: bool) -> datetime:
    return datetime(year, 7 if second else 1, 1, tzinfo=UTC)


def _ends(year: int, second: bool) -> datetime:
    return _begins(year + 1, False) if second else _begins(year, True)
