"""What kind of task a question is, by rules alone: microseconds, no engine, the same answer each time."""

from dataclasses import dataclass
from enum import StrEnum

from chatapp.engines.router import signs

HEAD, TAIL = 700, 300  # what is asked stands at the beginning or at the end; between them lies what it is about
CLEAR = 1.0  # so much must lie between the first kind and the second
ENOUGH = 2.0
MEASURED = 80  # characters from which a question without any sign is not just a chat
MANY_WORDS = 1_500  # characters from which a task is harder than most of its kind


class Kind(StrEnum):
    """A kind of task."""

    CHAT = "chat"
    CODING = "coding"
    REASONING = "reasoning"
    RESEARCH = "research"
    EXTRACTION = "extraction"
    PLANNING = "planning"
    SUMMARISING = "summarising"


@dataclass(frozen=True, slots=True)
class Reading:
    """What the rules make of a question. `sure` False: a second opinion might help."""

    kind: Kind
    sure: bool
    hard: bool


def read(question: str) -> Reading:
    """The kind of this question."""
    text = (question if len(question) <= HEAD + TAIL else f"{question[:HEAD]}\n{question[-TAIL:]}").lower()
    points = sorted(((_points(rows, text), kind) for kind, rows in signs.BY_KIND.items()), reverse=True)
    (most, kind), (next_most, _) = points[0], points[1]
    hard = bool(signs.HARD.search(text)) or (kind != "summarising" and len(question) > MANY_WORDS)
    if most <= 0:
        return Reading(Kind.CHAT, sure=len(question) <= MEASURED, hard=False)
    return Reading(Kind(kind), sure=most >= ENOUGH and most - next_most >= CLEAR, hard=hard)


def _points(rows: signs.Rows, text: str) -> float:
    return sum(weight for weight, pattern in rows if pattern.search(text))
