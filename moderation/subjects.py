"""What a case can be about. The rooms above say how their things are looked at, hidden and shown, and what more they can."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, runtime_checkable
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


@dataclass(frozen=True, slots=True)
class Glance:
    """What a reviewer sees of a thing in a list: an address of a picture, or else its words and what is beside them; and who made it."""

    preview: str = ""
    excerpt: str = ""
    made_by: str = ""
    pictures: Sequence[str] = ()


@runtime_checkable
class Glanced(Protocol):
    """Things that stand in lists by the dozen."""

    def glances(self, subjects: Collection[UUID]) -> Mapping[UUID, Glance]:
        """Of those that are there. As many queries for a hundred as for one."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """How a thing stands in a list: what it is, as "Film, 0:08", and where its small picture is, if it has one."""

    title: str
    address: str = ""


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


@dataclass(frozen=True, slots=True)
class Kin:
    """A thing that this one was made from, or that was made from it. `how`: in a few words; `stamp`: a small picture.

    `is_it`: this one itself. Of what this reviewer may not see there are neither words of its owner's nor a picture.
    """

    how: str
    stamp: str = ""
    is_it: bool = False


@dataclass(frozen=True, slots=True)
class Family:
    """Where a thing stands: the way to it from the first it was made from, and what was made from it.

    `before`: how many stand further back; `further`: how many more were made from it, or from what was.
    """

    line: Sequence[Kin]
    below: Sequence[Kin] = ()
    before: int = 0
    further: int = 0


@runtime_checkable
class Descended(Protocol):
    """Things that are made from others."""

    def family(self, subject: UUID, reviewer: Any, case: UUID) -> Family | None:
        """None where nothing was made from anything. Of each only what may be seen by whoever this case is shown to."""


@dataclass(frozen=True, slots=True)
class Film:
    """A film on the desk: its `sheet` of frames row by row (`state`: ready, drawing or failed), the second each shows."""

    state: str
    sheet: str
    plays: str
    times: Sequence[float]
    upright: bool


@runtime_checkable
class Filmed(Protocol):
    """Things that may be films."""

    def film(self, subject: UUID) -> Film | None:
        """How the desk looks at it without watching it; None for what is no film."""


@dataclass(frozen=True, slots=True)
class Around:
    """One thing that was said beside the one in question. `is_it`: that one itself."""

    who: str
    words: str
    is_it: bool = False


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


@dataclass(frozen=True, slots=True)
class Hashes:
    """By what a file is known again, in hexadecimal: its very bytes, as they came and as we keep them, and its looks."""

    sha256: Sequence[str]
    pdq: str = ""
    frames: Sequence[str] = ()  # of a film, hashes like `pdq`


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


_kinds: dict[str, Subject] = {}


def register(kind: str, handler: Subject) -> None:
    """Called by the room that owns the kind, once, when it is ready."""
    _kinds[kind] = handler


def of(kind: str) -> Subject:
    """The handler of a kind; KeyError for a kind nobody registered."""
    return _kinds[kind]


def judged_alone(kind: str) -> bool:
    """Whether each thing of this kind needs a look of its own."""
    handler = of(kind)
    return isinstance(handler, Alone) and handler.alone


def copies(kind: str, subject: UUID) -> list[UUID]:
    """Its owner's exact copies of it; none of what is no file."""
    handler = of(kind)
    return handler.copies(subject) if isinstance(handler, Hashed) else []


def twins(kind: str, subject: UUID) -> Mapping[UUID, int]:
    """What is the same, or nearly so, whoever's it is; nothing for what is no file."""
    handler = of(kind)
    return handler.twins(subject) if isinstance(handler, Hashed) else {}


def glances(kind: str, ids: Collection[UUID]) -> Mapping[UUID, Glance]:
    """These, as a list shows them."""
    handler = of(kind)
    return handler.glances(ids) if isinstance(handler, Glanced) else {}


def stamps(kind: str, ids: Collection[UUID]) -> Mapping[UUID, Stamp]:
    """How these stand in a list; none of what nobody can look at."""
    handler = of(kind)
    return handler.stamps(ids) if isinstance(handler, Pictured) else {}


def thumbs(kind: str, ids: Collection[UUID], owner: Any) -> Mapping[UUID, str]:
    """Small pictures of these, as far as their owner may still see them."""
    handler = of(kind)
    return handler.thumbs(ids, owner) if isinstance(handler, Thumbed) else {}


def family(kind: str, subject: UUID, reviewer: Any, case: UUID) -> Family | None:
    """What it was made from, and what was made from it; None where there is neither."""
    handler = of(kind)
    return handler.family(subject, reviewer, case) if isinstance(handler, Descended) else None


def state(kind: str, subject: UUID) -> Mapping[str, Any]:
    """What `restore` will need."""
    handler = of(kind)
    return handler.state(subject) if isinstance(handler, Restored) else {}


def restore(kind: str, subject: UUID, before: Mapping[str, Any]) -> str:
    """As it was before a decision; what nobody can hide is as it always was."""
    handler = of(kind)
    return handler.restore(subject, before) if isinstance(handler, Restored) else handler.show(subject)


def film(kind: str, subject: UUID) -> Film | None:
    """How the desk looks at a film; None for what is none."""
    handler = of(kind)
    return handler.film(subject) if isinstance(handler, Filmed) else None


def made_by(kind: str, subject: UUID) -> str:
    """Who made it: a model, or somebody who brought it; empty for what has no such question."""
    handler = of(kind)
    return handler.made_by(subject) if isinstance(handler, Sourced) else ""


def origin(kind: str, subject: UUID) -> tuple[str, UUID] | None:
    """What it came of: a kind and an id; None for what came of nothing the desk knows."""
    handler = of(kind)
    return handler.origin(subject) if isinstance(handler, Ordered) else None


def around(kind: str, subject: UUID) -> Sequence[Around]:
    """What was said around it; empty for what was not said in a conversation."""
    handler = of(kind)
    return handler.around(subject) if isinstance(handler, Conversing) else []


def pictures(kind: str, subject: UUID, reviewer: Any) -> Sequence[str]:
    """What stands beside its words; none of what is no words."""
    handler = of(kind)
    return handler.pictures(subject, reviewer) if isinstance(handler, Illustrated) else []
