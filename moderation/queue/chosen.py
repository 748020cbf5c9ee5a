"""Which part of the queue somebody is working through. It travels in the address, so that two windows may differ."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.db.models import Case as Either
from django.db.models import IntegerField, Value, When

from moderation.models import Assignment, ReviewerSettings
from moderation.models.case import CaseQuerySet, Lane
from moderation.queue.words import KIND_TITLES, LANE_TITLES

# Within a lane. Somebody fears for a child, and nobody has looked.
SUSPECTED_FIRST = Either(When(suspected_at__isnull=False, then=Value(0)), default=Value(1), output_field=IntegerField())


@dataclass(frozen=True, slots=True)
class Chosen:
    """A lane, a kind of thing, only the starred queues; all of it when nothing is chosen."""

    lane: str = ""
    kind: str = ""
    starred: bool = False

    @classmethod
    def of(cls, asked: Mapping[str, Any]) -> "Chosen":
        """From an address; what names nothing we have is as if it were not there."""
        lane, kind = asked.get("lane", ""), asked.get("kind", "")
        return cls(
            lane=lane if lane in LANE_TITLES else "",
            kind=kind if kind in KIND_TITLES else "",
            starred=asked.get("starred") == "1",
        )

    def __bool__(self) -> bool:
        return self != Chosen()

    @property
    def query(self) -> str:
        """As the end of an address: "?lane=likeness", or nothing."""
        parts = {"lane": self.lane, "kind": self.kind, "starred": "1" if self.starred else ""}
        said = urlencode({name: value for name, value in parts.items() if value})
        return f"?{said}" if said else ""

    def among(self, cases: CaseQuerySet, settings: ReviewerSettings) -> CaseQuerySet:
        """Those of these cases that are chosen."""
        if self.lane:
            cases = cases.filter(lane=self.lane)
        if self.kind:
            cases = cases.filter(subject_kind=self.kind)
        return cases.filter(lane__in=settings.starred) if self.starred else cases


def in_order(cases: CaseQuerySet, settings: ReviewerSettings) -> CaseQuerySet:
    """What they are to take first; then as the list shows them: lane by lane, in each the longest waiting first.

    What is suspected goes with what is locked.
    """
    assigned = Assignment.of(settings.owner)
    lanes = lane_order(settings, assigned)
    places = [When(lane=lane, then=Value(place)) for place, lane in enumerate(lanes)]
    suspected = When(suspected_at__isnull=False, then=Value(lanes.index(Lane.LOCKED)))
    rank = Either(suspected, *places, default=Value(len(places)), output_field=IntegerField())
    mine = assigned.place()
    return cases.alias(rank=rank, mine=mine).order_by("mine", "rank", "opened_at", "pk")


def lane_order(settings: ReviewerSettings, assigned: Assignment) -> list[str]:
    """The lanes as they stand: what this reviewer is to take first, then what they starred, else the gravest first."""
    return sorted(LANE_TITLES, key=lambda lane: (lane not in assigned.lanes, lane not in settings.starred))


@dataclass(frozen=True, slots=True)
class Choice:
    """One way to narrow the queue, as a link."""

    title: str
    query: str
    taken: bool


def choices(chosen: Chosen) -> list[Choice]:
    """The kinds of things, each with where pressing it leads: to them alone, or back to all."""
    return [
        Choice("All", replace(chosen, kind="").query, not chosen.kind),
        *(Choice(title, replace(chosen, kind=kind).query, chosen.kind == kind) for kind, title in KIND_TITLES.items()),
    ]
