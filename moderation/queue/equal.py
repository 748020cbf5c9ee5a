"""Cases that are equal enough to be decided in one go."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from moderation import measures, subjects
from moderation.measures import Conflict, End, Measure
from moderation.models import Case, Flag
from moderation.queue.words import title
from moderation.subjects import Stamp

MOST = 50  # in one decision: each is written, told and audited by itself


@dataclass(frozen=True, slots=True)
class Equal:
    """One of them. `apart`: in how many of 256 bits it looks different; None where that is not how it was found."""

    case: Case
    others: bool  # another owner's
    apart: int | None = None
    stamp: str = ""


@dataclass(frozen=True, slots=True)
class Equals:
    """Some of them, by what they have in common. `near`: they only look alike, and may be something else."""

    what: str
    near: bool = False
    cases: list[Equal] = field(default_factory=list)


def to(case: Case, reviewer: Any, twins: Mapping[UUID, int]) -> list[Equals]:
    """Open cases equal to this one that nobody else looks at: each once, under the closest thing in common.

    What is locked or suspected is decided by itself, and so is what is judged alone. `twins`: `subjects.twins` of it.
    """
    held = Case.objects.held()
    if subjects.judged_alone(case.subject_kind) or held.about(case.subject_kind, case.subject).exists():
        return []
    free = Case.objects.open().shown_to(reviewer).free_for(reviewer).exclude(pk=case.pk).oldest_first()
    waiting = free.exclude(Exists(held.filter(subject_kind=OuterRef("subject_kind"), subject=OuterRef("subject"))))
    seen: set[int] = set()
    groups = []
    for what, near, alike in _ways(case, twins):
        found = list(waiting.filter(alike).exclude(pk__in=seen)[: MOST - len(seen)])
        seen |= {each.pk for each in found}
        if found:
            stamps = subjects.stamps(case.subject_kind, [each.subject for each in found])
            groups.append(Equals(what, near, [_equal(each, case, twins, stamps) for each in found]))
    return groups


def among(case: Case, reviewer: Any, chosen: Sequence[str], wanted: Sequence[Measure]) -> list[Case]:
    """Those of its equals that were chosen by their public id; what is no equal (any more) is left out.

    Raises Conflict, with a sentence for the reviewer, where these measures are not for so many at once.
    """
    if not chosen:
        return []
    groups = to(case, reviewer, subjects.twins(case.subject_kind, case.subject))
    along = [(group, each) for group in groups for each in group.cases if str(each.case.public_id) in set(chosen)]
    acts = [measures.of(each.name) for each in wanted]
    lasting = [act.title for act in acts if act.of_person and act.ends == End.MUST]
    if lasting and any(each.others for _, each in along):
        raise Conflict(f"“{lasting[0]}” is about one person. Decide the cases of other owners without it.")
    if any(group.near for group, _ in along) and not any(act.restricts for act in acts):
        raise Conflict("What only looks alike may be something else: open it and look before you let it pass.")
    return [each.case for _, each in along]


def _equal(each: Case, case: Case, twins: Mapping[UUID, int], stamps: Mapping[UUID, Stamp]) -> Equal:
    others = each.owner_id != case.owner_id
    return Equal(each, others, twins.get(each.subject), stamps.get(each.subject, Stamp("")).address)


def _ways(case: Case, twins: Mapping[UUID, int]) -> Iterator[tuple[str, bool, Q]]:
    same = [subject for subject, apart in twins.items() if not apart]
    near = [subject for subject, apart in twins.items() if apart]
    if same:
        yield "The very same file", False, Q(subject_kind=case.subject_kind, subject__in=same)
    if near:
        yield "Looks nearly the same", True, Q(subject_kind=case.subject_kind, subject__in=near)
    for flag in case.flags.exclude(clause="").exclude(detail="").order_by("pk")[:3]:
        alike = Flag.objects.filter(clause=flag.clause, detail=flag.detail).values("case")
        yield f"{flag.clause}, found by the same words", False, Q(pk__in=alike, subject_kind=case.subject_kind)
    yield (
        f"The same owner, another {title(case).lower()}",
        False,
        Q(owner=case.owner_id, subject_kind=case.subject_kind),
    )
