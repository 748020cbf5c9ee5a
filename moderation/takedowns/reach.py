"""How far a request goes. The rooms above say what is the same as a thing, or made from it, and hide it for a while."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from moderation.models.takedown import Why


@dataclass(frozen=True, slots=True)
class Near:
    """A thing that a request about another one reaches, too; `owner` by key."""

    subject: UUID
    owner: int
    title: str
    why: Why
    apart: int | None = None


class Reach(Protocol):
    """One kind of thing. `withhold` and `give_back` change rows only, inside the caller's transaction.

    What they set and clear is a mark that no decision touches, so that neither loses what the other wants.
    """

    def around(self, subjects: Collection[UUID]) -> Sequence[Near]:
        """Exact copies, what looks nearly the same, and all that was made from any of these, whoever it belongs to."""

    def withhold(self, subject: UUID) -> None:
        """Nobody but the desk sees it, whatever else is decided about it. Again changes nothing."""

    def give_back(self, subject: UUID) -> bool:
        """It is kept from sight for no request any more. True: so it is seen now, where it was not."""


_kinds: dict[str, Reach] = {}


def register(kind: str, reach: Reach) -> None:
    """Called by the room that owns the kind, once, when it is ready."""
    _kinds[kind] = reach


def of(kind: str) -> Reach:
    """The reach of a kind; KeyError for a kind nobody registered."""
    return _kinds[kind]


def knows(kind: str) -> bool:
    """Whether things of this kind can be hidden for a while."""
    return kind in _kinds
