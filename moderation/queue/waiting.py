"""The lanes: open cases, in each the longest waiting first."""

import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, Q

from accounts.models import Role, User
from moderation import subjects
from moderation.models import Assignment, Case, ReviewerSettings
from moderation.models.case import Lane
from moderation.queue.chosen import SUSPECTED_FIRST, Chosen, lane_order
from moderation.queue.words import LANE_TITLES, title, why
from moderation.subjects import Stamp

# Of each lane; as many as anybody scrolls through. The rest follows as these are decided, and a lane alone shows more.
SHOWN, SHOWN_ALONE = 40, 200
LONGEST_REASON = 120  # in the list; the case has all of it


@dataclass(frozen=True, slots=True)
class Waiting:
    """One line of the queue. `claimed` says who looks at it now: "you", a name, or nothing. `stamp`: a small picture."""

    case: Case
    title: str
    why: str
    claimed: str
    stamp: str = ""

    @property
    def id(self) -> str:
        """For the marks of its line on the page."""
        return str(self.case.public_id)


@dataclass(frozen=True, slots=True)
class Group:
    """A lane with its first lines; `count` is how many wait in it, shown or not."""

    lane: str
    title: str
    starred: bool
    assigned: bool
    count: int
    lines: list[Waiting]

    @property
    def more(self) -> int:
        """How many wait beyond the lines."""
        return self.count - len(self.lines)


def lanes(reviewer: Any, chosen: Chosen | None = None, settings: ReviewerSettings | None = None) -> list[Group]:
    """What waits of what they chose, lane by lane; what one may not see is not there, and an empty lane neither."""
    settings, chosen = settings or ReviewerSettings.of(reviewer), chosen or Chosen()
    waiting = chosen.among(Case.objects.open().shown_to(reviewer), settings)
    counts = dict(waiting.values_list("lane").annotate(Count("pk")).order_by())
    assigned = Assignment.of(reviewer)
    lines = (
        waiting.alias(mine=assigned.place(), place=SUSPECTED_FIRST)
        .order_by("place", "mine", "opened_at", "pk")
        .select_related("claimed_by")
        .prefetch_related("flags__report")
    )
    most = SHOWN_ALONE if len(counts) == 1 else SHOWN
    order = [lane for lane in lane_order(settings, assigned) if lane in counts]
    cases = {lane: list(lines.filter(lane=lane)[:most]) for lane in order}
    # Who opens what is locked or suspected has decided to; a list asks nobody.
    stamps = _stamps([case for found in cases.values() for case in found if not case.is_held])
    return [
        Group(
            lane=lane,
            title=LANE_TITLES[Lane(lane)],
            starred=lane in settings.starred,
            assigned=lane in assigned.lanes,
            count=counts[lane],
            lines=[_line(case, reviewer, stamps) for case in cases[lane]],
        )
        for lane in order
    ]


def listed(cases: Sequence[Case], reviewer: Any) -> list[Waiting]:
    """These as lines, whether they wait or not; no picture of what is locked, suspected or over."""
    stamps = _stamps([case for case in cases if case.decided_at is None and not case.is_held])
    return [_line(case, reviewer, stamps) for case in cases]


def out_of_reach() -> int:
    """How many cases wait that nobody in the house can open, because nobody is reviewer and administrator both."""
    if User.objects.holding(Role.REVIEWER, Role.ADMINISTRATOR).exists():
        return 0
    return Case.objects.open().filter(Q(for_seniors=True) | Q(pk__in=Case.objects.held().values("pk"))).count()


def _stamps(cases: Sequence[Case]) -> Mapping[UUID, Stamp]:
    """How what these are about stands in a list, by subject. One query for each kind that has any."""
    by_kind: dict[str, list[UUID]] = {}
    for case in cases:
        by_kind.setdefault(case.subject_kind, []).append(case.subject)
    return {subject: stamp for kind, ids in by_kind.items() for subject, stamp in subjects.stamps(kind, ids).items()}


def _line(case: Case, reviewer: Any, stamps: Mapping[UUID, Stamp]) -> Waiting:
    reasons = " ".join(dict.fromkeys(why(flag) for flag in case.flags.all()))
    stamp = stamps.get(case.subject, Stamp(title(case)))
    return Waiting(
        case=case,
        title=stamp.title,
        why=textwrap.shorten(reasons, LONGEST_REASON, placeholder=" …"),
        claimed=claimed_by(case, reviewer),
        stamp=stamp.address,
    )


def over(case: Case, reviewer: Any) -> str:
    """Who decided it, and what, for somebody who had it open."""
    decision = case.last_decision
    if decision is None:
        return "This was decided."
    who = "You" if decision.reviewer == reviewer else decision.reviewer.name if decision.reviewer else "A machine"
    return f"{who} decided this: {decision.did}."


def claimed_by(case: Case, reviewer: Any) -> str:
    """Who looks at it now, in the reader's words; nothing when nobody does."""
    holder = case.looked_at_by
    if holder is None:
        return ""
    return "you" if holder == reviewer else str(holder.name)
