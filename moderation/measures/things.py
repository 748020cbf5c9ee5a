"""What is done to things: to the one the case is about, or to its owner's copies of it as well."""

from collections.abc import Callable, Sequence
from uuid import UUID

from moderation import subjects
from moderation.measures.values import Before, Words
from moderation.models import Case
from moderation.models.decision import Scope


def of(words: Words) -> list[UUID]:
    """What the decision reaches, the thing itself first."""
    copies = subjects.copies(words.case.subject_kind, words.case.subject) if words.scope == Scope.COPIES else []
    return [words.case.subject, *copies]


def kept(words: Words) -> Before:
    """How all of it is now, by subject."""
    return {str(subject): subjects.state(words.case.subject_kind, subject) for subject in of(words)}


def each(words: Words, act: Callable[[UUID], str]) -> str:
    """Do it to all of it; the sentence is the one about the thing itself, and how many copies went with it."""
    return first([act(subject) for subject in of(words)])


def first(effects: Sequence[str]) -> str:
    """The sentence about the first of them, and how many more there are."""
    more = len(effects) - 1
    if not more:
        return effects[0]
    return f"{effects[0]} The same goes for {'one exact copy' if more == 1 else f'{more} exact copies'}."


def marked(case: Case) -> bool:
    """Whether things of this kind can be labelled and kept from minors."""
    return isinstance(subjects.of(case.subject_kind), subjects.Marked)
