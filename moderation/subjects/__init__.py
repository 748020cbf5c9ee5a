"""What a case can be about. The rooms above say how their things are looked at, hidden and shown, and what more they can."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any
from uuid import UUID

from moderation.subjects.kinds import (
    Alone,
    Blockable,
    Conversing,
    Descended,
    Filmed,
    Glanced,
    Hashed,
    Illustrated,
    Marked,
    Ordered,
    Pictured,
    Purged,
    Restored,
    Sourced,
    Subject,
    Thumbed,
)
from moderation.subjects.values import Around, Family, Film, Glance, Hashes, Kin, Stamp

__all__ = [
    "Alone",
    "Around",
    "Blockable",
    "Conversing",
    "Descended",
    "Family",
    "Film",
    "Filmed",
    "Glance",
    "Glanced",
    "Hashed",
    "Hashes",
    "Illustrated",
    "Kin",
    "Marked",
    "Ordered",
    "Pictured",
    "Purged",
    "Restored",
    "Sourced",
    "Stamp",
    "Subject",
    "Thumbed",
    "around",
    "copies",
    "family",
    "film",
    "glances",
    "judged_alone",
    "made_by",
    "of",
    "origin",
    "pictures",
    "register",
    "restore",
    "stamps",
    "state",
    "thumbs",
    "twins",
]

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
