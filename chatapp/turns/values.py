"""What somebody chose and asked, and a turn that was begun."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from chatapp.engines.choosing import HOUSE, Choice
from chatapp.models import Attachment, Kind, Project
from chatapp.shapes.schemas import Schema

__all__ = ["ANEW", "BARE", "HOUSE", "Along", "Anew", "Begun", "Choice", "Manner", "Weight", "Written"]


@dataclass(frozen=True, slots=True)
class Anew:
    """What a conversation that has not begun will go by: a project of theirs, and a persona's words.

    Somebody else's project counts as none; a persona that is not there is refused, for it would change every answer.
    """

    project: UUID | None = None
    persona: UUID | None = None


ANEW = Anew()


@dataclass(frozen=True, slots=True)
class Along:
    """What comes along with the words of a question.

    `beside`: engines that are to answer it as well, side by side. `attachments`: files of theirs; with any, there need be no
    word. `json_schema`: the shape the answer is to have. `drafted`: it was typed into the composer, which is empty then.
    """

    beside: Sequence[Choice] = ()
    attachments: Sequence[UUID] = ()
    json_schema: Schema | None = None
    drafted: bool = False


BARE = Along()


@dataclass(frozen=True, slots=True)
class Weight:
    """What is asked, as far as it says who answers and what that may cost: its words, and all that is sent with them."""

    text: str
    path_bytes: int
    depth: int
    pictures: bool = False


@dataclass(frozen=True, slots=True)
class Manner:
    """How a turn answers: for the first time, once more (shorter or longer `than` another), or on from `kept_text`.

    `comparison`: shared with those beside it. `shown` False: the conversation goes on showing another answer.
    `drafted`: as the question was (see Along).
    """

    kind: Kind
    kept_text: str = ""
    wish: str = ""
    than: int | None = None
    comparison: UUID | None = None
    shown: bool = True
    drafted: bool = False


@dataclass(frozen=True, slots=True)
class Written:
    """What is known of a turn's place once its rows are written."""

    path_bytes: int
    project: Project | None = None


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
    project: Project | None = None
