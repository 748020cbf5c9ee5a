"""How long turns waited, and the advice to those who run the house when that was long."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from math import ceil

from django.db.models import Count, F, Max, Sum
from django.utils import timezone

from accounts import notices
from accounts.models import Notice, Role, User
from chatapp.models import Turn

NOT_A_WAIT = timedelta(seconds=2)  # being taken up takes a moment
WORTH_ADVICE = timedelta(minutes=10)  # in a day, of all turns for one engine together
CODE = "line.waited"


@dataclass(frozen=True, slots=True)
class Waited:
    """One engine's line of a day."""

    engine: str
    turns: int
    together: timedelta
    longest: timedelta

    @property
    def sentence(self) -> str:
        """For those who run the house."""
        return (
            f"{self.turns} turn{'s' if self.turns != 1 else ''} waited {_minutes(self.together)} in total for {self.engine} "
            f"today, the longest {_minutes(self.longest)}. A higher tier at xAI would help, or another relay if each is full."
        )


def waited(day: date) -> list[Waited]:
    """Who had to wait on this day (UTC), by engine, the longest line first. One query."""
    begin = datetime.combine(day, time(), UTC)
    that_day = Turn.objects.filter(asked_at__gte=begin, asked_at__lt=begin + timedelta(days=1))
    found = (
        that_day.annotate(wait=F("taken_at") - F("asked_at"))
        .filter(wait__gt=NOT_A_WAIT)
        .values("engine")
        .annotate(turns=Count("pk"), together=Sum("wait"), longest=Max("wait"))
        .order_by("-together")
    )
    return [Waited(**row) for row in found]


def observations() -> Iterator[str]:
    """For the page of the house's usage: today's lines."""
    return (each.sentence for each in waited(timezone.now().date()))


def advise() -> int:
    """Tell every administrator of an engine whose line was long today, once a day; returns how many notices were left."""
    today = timezone.now().date()
    long = [each for each in waited(today) if each.together >= WORTH_ADVICE]
    told = 0
    for administrator in User.objects.holding(Role.ADMINISTRATOR) if long else ():
        known = Notice.objects.owned_by(administrator).filter(code=CODE, created_at__date=today)
        for each in long:
            if not known.filter(body__contains=f" {each.engine} ").exists():
                notices.tell(administrator, CODE, body=each.sentence, subject_url="/usage/house/")
                told += 1
    return told


def _minutes(wait: timedelta) -> str:
    seconds = ceil(wait.total_seconds())
    return f"{seconds} s" if seconds < 90 else f"{ceil(seconds / 60)} min"
