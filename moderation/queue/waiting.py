"""The lanes: open cases, the locked ones first, in each the longest waiting first."""

import textwrap
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from accounts.models import Role, User
from moderation.models import Case
from moderation.models.case import CLAIM, Lane
from moderation.queue.words import LANE_TITLES, title, why

# Of each lane; more than anybody decides in one sitting. The rest follows as these are decided.
SHOWN = 100
LONGEST_REASON = 120  # in the list; the case has all of it


@dataclass(frozen=True, slots=True)
class Waiting:
    """One line of the queue."""

    case: Case
    title: str
    why: str
    claimed: str


def lanes(reviewer: Any) -> list[tuple[str, list[Waiting]]]:
    """Open cases by lane, the locked one first, in each the longest waiting first; what one may not see is not there."""
    waiting = Case.objects.open().shown_to(reviewer).oldest_first().select_related("claimed_by")
    waiting = waiting.prefetch_related("flags__report")
    grouped = [
        (title, [_line(case, reviewer) for case in waiting.filter(lane=lane)[:SHOWN]])
        for lane, title in LANE_TITLES.items()
    ]
    return [(title, group) for title, group in grouped if group]


def out_of_reach() -> int:
    """How many locked cases wait that nobody in the house can open, because nobody is reviewer and administrator both."""
    if User.objects.holding(Role.REVIEWER, Role.ADMINISTRATOR).exists():
        return 0
    return Case.objects.open().filter(lane=Lane.LOCKED).count()


def _line(case: Case, reviewer: Any) -> Waiting:
    reasons = " ".join(dict.fromkeys(why(flag) for flag in case.flags.all()))
    return Waiting(
        case, title(case), textwrap.shorten(reasons, LONGEST_REASON, placeholder=" …"), _claim(case, reviewer)
    )


def _claim(case: Case, reviewer: Any) -> str:
    if case.claimed_by is None or case.claimed_at is None or case.claimed_at < timezone.now() - CLAIM:
        return ""
    return "claimed by you" if case.claimed_by_id == reviewer.pk else f"{case.claimed_by.name} is looking"
