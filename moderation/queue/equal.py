"""Cases that are equal enough to be decided in one go."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from moderation import subjects
from moderation.models import Case, Flag
from moderation.queue.words import title

MOST = 50  # in one decision: each is written, told and audited by itself


@dataclass(frozen=True, slots=True)
class Equals:
    """Some of them, by what they have in common."""

    what: str
    cases: list[Case]


def to(case: Case, reviewer: Any) -> list[Equals]:
    """Open cases equal to this one that nobody else looks at: each once, under the closest thing in common."""
    waiting = Case.objects.open().shown_to(reviewer).free_for(reviewer).exclude(pk=case.pk).oldest_first()
    seen: set[int] = set()
    groups = []
    for what, alike in _ways(case):
        found = list(waiting.filter(alike).exclude(pk__in=seen)[: MOST - len(seen)])
        seen |= {each.pk for each in found}
        if found:
            groups.append(Equals(what, found))
    return groups


def among(case: Case, reviewer: Any, chosen: list[str]) -> list[Case]:
    """Those of its equals that were chosen by their public id; what is no equal (any more) is left out."""
    return [each for group in to(case, reviewer) for each in group.cases if str(each.public_id) in set(chosen)]


def _ways(case: Case) -> Iterator[tuple[str, Q]]:
    same_file = subjects.copies(case.subject_kind, case.subject)
    if same_file:
        yield "The same file", Q(subject_kind=case.subject_kind, subject__in=same_file)
    for flag in case.flags.exclude(clause="").exclude(detail="").order_by("pk")[:3]:
        alike = Flag.objects.filter(clause=flag.clause, detail=flag.detail).values("case")
        yield f"{flag.clause}, found by the same words", Q(pk__in=alike, subject_kind=case.subject_kind)
    yield f"The same owner, another {title(case).lower()}", Q(owner=case.owner_id, subject_kind=case.subject_kind)
