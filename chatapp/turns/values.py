"""What somebody chose for a turn, and a turn that was begun."""

from dataclasses import dataclass
from uuid import UUID

from chatapp.engines.choosing import HOUSE, Choice
from chatapp.models import Attachment

__all__ = ["HOUSE", "Begun", "Choice"]


@dataclass(frozen=True, slots=True)
class Begun:
    """A turn that waits for its relay, and those `beside` it, which answer the same.

    `again`: the same click had begun it before. The rest is for showing it.
    """

    turn: UUID
    conversation: UUID
    again: bool = False
    question: str = ""
    label: str = ""
    path_bytes: int = 0
    beside: tuple[UUID, ...] = ()
    files: tuple[Attachment, ...] = ()
    shaped: bool = False
