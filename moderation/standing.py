"""How somebody stands with the house: strikes, and what they may not do for a while."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Max
from django.urls import reverse
from django.utils import timezone

from accounts.sentences import until_when
from accounts.suspensions import Behind
from moderation.measures import Measure
from moderation.models import Decision, DecisionMeasure


class Limited(Exception):
    """The desk decided that this person publishes nothing until then."""

    def __init__(self, until: datetime) -> None:
        super().__init__(f"limited until {until.isoformat()}")
        self.until = until

    @property
    def sentence(self) -> str:
        """What they read."""
        return (
            f"A decision of the desk lets you make no links {until_when(self.until)}. Nothing was made. Read why, and "
            "how to appeal, under Settings."
        )


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What the desk is shown beside the strikes. Nothing happens by itself."""

    name: str
    days: int | None
    words: str

    def measure(self) -> Measure:
        """As if it had been chosen now."""
        return Measure(self.name, timezone.now() + timedelta(days=self.days) if self.days else None)


# By how many strikes there would be with this one; more than the table knows is its last line.
SUGGESTIONS = (
    Suggestion("warn", None, "The first: warn."),
    Suggestion("limit", 7, "The second: limit for 7 days."),
    Suggestion("suspend", 30, "The third or more: suspend for 30 days."),
)


def strikes(person: Any) -> list[Decision]:
    """Decisions against them (`blaming`) that stand and are younger than STRIKE_DAYS, the newest first.

    Of what was decided in one go, one: somebody who is told once was warned once.
    """
    young = Decision.objects.standing().blaming().about(person)
    young = young.filter(decided_at__gt=timezone.now() - timedelta(days=settings.STRIKE_DAYS))
    return list({each.bundle or each.pk: each for each in young.prefetch_related("measures")}.values())


def strike_ends(decision: Decision) -> datetime:
    """When it no longer counts."""
    return decision.decided_at + timedelta(days=settings.STRIKE_DAYS)


def suggestion(count: int) -> Suggestion:
    """What to do with somebody who has so many strikes already."""
    return SUGGESTIONS[min(count, len(SUGGESTIONS) - 1)]


def limited_until(person: Any) -> datetime | None:
    """Until when they may not order or make links; None: they may. One query."""
    limits = DecisionMeasure.objects.filter(
        name="limit", until__gt=timezone.now(), decision__case__owner=person, decision__reversal=None
    )
    latest: datetime | None = limits.aggregate(latest=Max("until"))["latest"]
    return latest


def behind_suspension(person: Any) -> Behind:
    """The decision by which somebody is suspended until then, and whether any that stands took something for good."""
    standing = DecisionMeasure.objects.filter(decision__case__owner=person, decision__reversal=None).order_by("-pk")
    by = standing.filter(name="suspend", until=person.suspended_until).select_related("decision").first()
    page = reverse("decision", args=[by.decision.public_id]) if by else ""
    return Behind(page, removes=standing.filter(name="remove").exists())


def may_publish(person: Any) -> None:
    """Raises Limited while they may not. One query."""
    if (until := limited_until(person)) is not None:
        raise Limited(until)
