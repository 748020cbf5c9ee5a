"""What a kind of thing is to the desk: what every kind can do (`Subject`), and what more some can."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any, Protocol, runtime_checkable
from uuid import UUID

from moderation.subjects.values import Around, Family, Film, Glance, Hashes, Stamp


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


@runtime_checkable
class Sourced(Protocol):
    """Things that a model may have made, or somebody have brought."""

    def made_by(self, subject: UUID) -> str:
        """Which of both, in a few words, for whoever judges it."""


@runtime_checkable
class Ordered(Protocol):
    """Things that somebody asked for in words which the desk may have read."""

    def origin(self, subject: UUID) -> tuple[str, UUID] | None:
        """The kind and id of what it came of; None where nobody asked for it."""


@runtime_checkable
class Restored(Protocol):
    """Things that `hide` and `show` change so much that taking it back is more than the other of the two."""

    def state(self, subject: UUID) -> Mapping[str, Any]:
        """How it is now, as JSON. `waited`: it waited for the desk's word."""

    def restore(self, subject: UUID, state: Mapping[str, Any]) -> str:
        """As it was then, as far as that is still true; a sentence for the owner about what is so now."""


@runtime_checkable
class Alone(Protocol):
    """Things of which each is looked at by itself: a yes goes along with no other, and a no is not for a while."""

    alone: bool


@runtime_checkable
class Marked(Protocol):
    """Things that can carry a sentence, and be for adults only."""

    def marks(self, subject: UUID) -> Mapping[str, Any]:
        """What stands beside it now (`label`), and whether it is for adults only (`adults_only`)."""

    def label(self, subject: UUID, sentence: str) -> str:
        """The sentence stands beside it for everybody who sees it; an empty one takes it away."""

    def limit_age(self, subject: UUID, *, adults_only: bool) -> str:
        """Whether only adults who are signed in see it."""


@runtime_checkable
class Glanced(Protocol):
    """Things that stand in lists by the dozen."""

    def glances(self, subjects: Collection[UUID]) -> Mapping[UUID, Glance]:
        """Of those that are there. As many queries for a hundred as for one."""


@runtime_checkable
class Pictured(Protocol):
    """Things of which there are small pictures."""

    def stamps(self, subjects: Collection[UUID]) -> Mapping[UUID, Stamp]:
        """For reviewers, of those that are there. One query."""


@runtime_checkable
class Thumbed(Protocol):
    """Things of which their owner has small pictures."""

    def thumbs(self, subjects: Collection[UUID], owner: Any) -> Mapping[UUID, str]:
        """Their addresses, of those that this owner may still see. One query."""


@runtime_checkable
class Descended(Protocol):
    """Things that are made from others."""

    def family(self, subject: UUID, reviewer: Any, case: UUID) -> Family | None:
        """None where nothing was made from anything. Of each only what may be seen by whoever this case is shown to."""


@runtime_checkable
class Filmed(Protocol):
    """Things that may be films."""

    def film(self, subject: UUID) -> Film | None:
        """How the desk looks at it without watching it; None for what is no film."""


@runtime_checkable
class Conversing(Protocol):
    """Things that were said in a conversation."""

    def around(self, subject: UUID) -> Sequence[Around]:
        """It, with what was said right before and after, bounded; the rest of the conversation stays closed."""


@runtime_checkable
class Illustrated(Protocol):
    """Words with pictures beside them."""

    def pictures(self, subject: UUID, reviewer: Any) -> Sequence[str]:
        """Addresses that only who judges it opens, of those this reviewer may see; also where it is hidden."""


@runtime_checkable
class Purged(Protocol):
    """Things whose bytes or words can be destroyed."""

    def purge(self, subject: UUID) -> bool:
        """Once the time for an appeal is over. False: it is evidence, or shown, and stays. Twice does no harm; may
        touch the object store, so outside a transaction."""


@runtime_checkable
class Blockable(Protocol):
    """Things by whose hashes a file can be known again."""

    def hashes(self, subject: UUID) -> Hashes | None:
        """None when it is gone, or no file stands beside it."""


@runtime_checkable
class Hashed(Blockable, Protocol):
    """Things that are files."""

    def copies(self, subject: UUID) -> list[UUID]:
        """Other things of the same owner with the same bytes."""

    def twins(self, subject: UUID) -> Mapping[UUID, int]:
        """Whoever's they are: things with the same bytes (0), and what looks nearly the same, by how many of 256 bits
        differ (at least 1); bounded, the nearest first."""
