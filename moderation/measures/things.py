"""What is done to things: to the one the case is about, or to its owner's copies of it as well."""

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from moderation import subjects
from moderation.measures import in_force
from moderation.measures.values import Before, Words
from moderation.models import Case
from moderation.models.decision import Scope


def of(words: Words) -> list[UUID]:
    """What the decision reaches, the thing itself first."""
    return [words.case.subject, *(copies(words.case, words.reviewer) if words.scope == Scope.COPIES else [])]


def copies(case: Case, reviewer: Any) -> list[UUID]:
    """Its owner's copies, but for those that a case is about which this reviewer may not judge. None: a machine."""
    found = subjects.copies(case.subject_kind, case.subject)
    not_theirs = _not_theirs(case.subject_kind, found, reviewer) if found else set()
    return [each for each in found if each not in not_theirs]


def showable(words: Words) -> list[UUID]:
    """Of this, what may be seen: no copy that another decision keeps hidden, and none that is locked or suspected."""
    subject, *alike = of(words)
    held = Case.objects.held().filter(subject_kind=words.case.subject_kind, subject__in=alike)
    unread = set(held.values_list("subject", flat=True))
    return [subject, *(each for each in alike if each not in unread and not _hidden(words, each))]


def kept(words: Words, reached: Sequence[UUID] | None = None) -> Before:
    """How all of it is now, by subject; or how these are."""
    return {str(one): subjects.state(words.case.subject_kind, one) for one in (reached or of(words))}


def each(words: Words, act: Callable[[UUID], str]) -> str:
    """Do it to all of it; the sentence is the one about the thing itself, and how many copies went with it."""
    return first([act(subject) for subject in of(words)])


def first(effects: Sequence[str]) -> str:
    """The sentence about the first of them, and how many more there are."""
    more = len(effects) - 1
    if not more:
        return effects[0]
    return f"{effects[0]} The same goes for {'one exact copy' if more == 1 else f'{more} exact copies'}."


def _not_theirs(kind: str, found: Sequence[UUID], reviewer: Any) -> set[UUID]:
    cases, held = Case.objects.filter(subject_kind=kind, subject__in=found), Case.objects.held()
    shown = Case.objects.shown_to(reviewer) if reviewer else Case.objects.exclude(pk__in=held.values("pk"))
    theirs = cases.exclude(pk__in=shown.values("pk"))
    return set(theirs.values_list("subject", flat=True))


def _hidden(words: Words, copy: UUID) -> bool:
    """Whether another decision that stands hides it."""
    return in_force.of(words.case.owner, copy).exists()


def marked(case: Case) -> bool:
    """Whether things of this kind can be labelled and kept from minors."""
    return isinstance(subjects.of(case.subject_kind), subjects.Marked)
