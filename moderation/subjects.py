"""What a case can be about. The rooms above say how their things are looked at, hidden and shown."""

from typing import Protocol
from uuid import UUID


class Subject(Protocol):
    """One kind of thing. `hide` and `show` change rows only: they run inside the decision's transaction.

    Both say what came of it, for the owner to read: a thing that had ended, or gone, is not changed by a decision.
    """

    def excerpt(self, subject: UUID) -> str:
        """The text a reviewer needs to see; empty when the thing is gone."""

    def preview(self, subject: UUID) -> str:
        """An address of a picture for reviewers, or nothing."""

    def link(self, subject: UUID) -> str:
        """Where its owner finds it."""

    def hide(self, subject: UUID, sentence: str) -> str:
        """Nobody but the desk sees it any more; the sentence (`statements.LONGEST` letters) stands in its place."""

    def show(self, subject: UUID) -> str:
        """It may be sent, or seen, as its owner wanted."""


_kinds: dict[str, Subject] = {}


def register(kind: str, handler: Subject) -> None:
    """Called by the room that owns the kind, once, when it is ready."""
    _kinds[kind] = handler


def of(kind: str) -> Subject:
    """The handler of a kind; KeyError for a kind nobody registered."""
    return _kinds[kind]
