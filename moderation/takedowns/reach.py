"""How far a request goes. The rooms above say what is the same as a thing, or made from it, and hide it for a while."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol
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
    """One kind of thing. `withhold` and `give_back` change rows only, inside the caller's transaction."""

    def around(self, subjects: Collection[UUID]) -> Sequence[Near]:
        """Exact copies, what looks nearly the same, and all that was made from any of these, whoever it belongs to."""

    def withhold(self, subject: UUID, sentence: str) -> Mapping[str, Any] | None:
        """Nobody but the desk sees it; what `give_back` needs, as JSON. None: it was not to be seen anyway."""

    def give_back(self, subject: UUID, before: Mapping[str, Any]) -> bool:
        """As it was, unless somebody decided about it meanwhile; then False, and it stays as they wanted it."""


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
