"""What waits at the desk, as a reviewer sees it."""

import textwrap
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils import timezone

from accounts.models import Role, User
from moderation.models import Case, Decision, Flag, Report
from moderation.models.case import CLAIM, Lane
from moderation.models.flag import Source

LANE_TITLES = {Lane.LOCKED: "Locked", Lane.LIKENESS: "Likeness", Lane.OTHER: "Everything else"}
KIND_TITLES = {"message": "Answer", "order": "Order", "asset": "Picture or film", "prompt": "Refused prompt"}
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


@dataclass(frozen=True, slots=True)
class Figures:
    """The numbers in the top bar."""

    waiting: int
    oldest: datetime | None


def figures(reviewer: Any) -> Figures:
    """How many wait for this reviewer, and since when."""
    waiting = Case.objects.open().shown_to(reviewer)
    oldest = waiting.oldest_first().values_list("opened_at", flat=True).first()
    return Figures(waiting=waiting.count(), oldest=oldest)


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


def next_after(reviewer: Any) -> Case | None:
    """Where a reviewer goes on after deciding."""
    return Case.objects.open().shown_to(reviewer).oldest_first().first()


def decided(reviewer: Any, limit: int = 50) -> list[Decision]:
    """The newest decisions that this reviewer may read, and those about their own things, for the page that lists them."""
    readable = Q(case__in=Case.objects.shown_to(reviewer)) | Q(case__in=Case.objects.filter(owner=reviewer))
    return list(Decision.objects.filter(readable).select_related("case", "reviewer").order_by("-decided_at")[:limit])


def title(case: Case) -> str:
    """What the case is about, in two words."""
    return KIND_TITLES.get(case.subject_kind, case.subject_kind)


def why(flag: Flag) -> str:
    """One flag as a sentence."""
    report: Report | None = getattr(flag, "report", None)
    words = report.why if report else ""
    who = {
        Source.RULE: f"The rules matched “{flag.detail}”." if flag.detail else "The rules matched.",
        Source.PROVIDER: "The provider withheld this.",
        Source.CLASSIFIER: "The classifier marked this.",
        Source.PERSON: f"Somebody reported this: {words}" if words else "Somebody reported this.",
    }[Source(flag.source)]
    return f"{who} Clause {flag.clause}." if flag.clause else who


def _line(case: Case, reviewer: Any) -> Waiting:
    reasons = " ".join(dict.fromkeys(why(flag) for flag in case.flags.all()))
    return Waiting(
        case, title(case), textwrap.shorten(reasons, LONGEST_REASON, placeholder=" …"), _claim(case, reviewer)
    )


def _claim(case: Case, reviewer: Any) -> str:
    if case.claimed_by is None or case.claimed_at is None or case.claimed_at < timezone.now() - CLAIM:
        return ""
    return "claimed by you" if case.claimed_by_id == reviewer.pk else f"{case.claimed_by.name} is looking"
