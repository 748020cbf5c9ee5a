"""What a measure is asked for with, and what it says of itself."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol
from uuid import UUID

from moderation.models import Case
from moderation.models.decision import Scope

# Whatever is needed to take a measure back, as JSON.
Before = Mapping[str, Any]


class Conflict(Exception):
    """These measures do not go together, or not with this case. The text says why, for the reviewer; nothing was done."""


class End(StrEnum):
    """Whether a measure has an end."""

    NEVER = "never"
    MAY = "may"
    MUST = "must"


@dataclass(frozen=True, slots=True)
class Measure:
    """One thing a decision is to do, and until when; None: until it is taken back."""

    name: str
    until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What a measure may need to say. `in_its_place` stands where something was hidden, `beside` beside what is labelled."""

    reviewer: Any
    case: Case
    clause: str
    reason: str
    in_its_place: str
    beside: str
    scope: str = Scope.THING
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Done:
    """What came of it: a sentence for the owner, and what is needed to take it back."""

    effect: str
    before: Before


class Act(Protocol):
    """One kind of measure. All of it runs inside the decision's transaction and changes rows only.

    `title` stands on its key, `done` in lists of what was decided. `order`: the lowest are carried out first. `restricts`:
    it takes something from the owner and can be appealed. `of_person`: it is about them, not the thing.
    """

    name: str
    title: str
    done: str
    key: str
    ends: End
    restricts: bool
    of_person: bool

    def fits(self, case: Case) -> bool:
        """Whether this can be done to what the case is about."""

    def do(self, words: Words) -> Done:
        """Carry it out."""

    def undo(self, case: Case, before: Before, *, by: Any, for_good: bool) -> str:
        """Put back what was there before; a sentence for the owner about what is so now.

        `for_good`: nobody decides about it again (an appeal was won, or the time is over), so that what had waited for a
        word is let go. Where the truth has moved on since, it stays as it is, and the sentence says so.
        """


def ids(before: Before) -> list[tuple[UUID, Before]]:
    """What was kept by subject, with their ids again."""
    return [(UUID(subject), kept) for subject, kept in before.items()]
