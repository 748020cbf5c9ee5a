"""Messages as a foreign file has them, put into the order of ours: a tree in which questions and answers take turns."""

import heapq
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

from django.utils import timezone

from chatapp.models import Role, State
from chatapp.trees import Node
from chatapp.turns.words import CONTROL

MOST_MESSAGES = 20_000
LONGEST_TEXT = 1_000_000
NO_QUESTION = "(No question came along with this answer.)"


@dataclass(frozen=True, slots=True)
class File:
    """One that stands beside a message: its bytes, or where they are in the archive."""

    id: str
    name: str
    data: bytes = b""
    member: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Raw:
    """One message of a foreign tree. `role` "": it says nothing here, but others hang below it."""

    id: str
    parent: str | None
    role: str = ""
    text: str = ""
    reasoning: str = ""
    hidden: str = ""
    label: str = ""
    engine: str = ""
    effort: str = ""
    state: str = State.FINISHED
    notice: str = ""
    created_at: datetime | None = None
    files: tuple[File, ...] = ()


@dataclass(slots=True)
class Brought:
    """One conversation as it can be written here, and what of it cannot."""

    source: str
    title: str
    nodes: list[Node]
    leaf: int | None
    files: dict[int, tuple[File, ...]] = field(default_factory=dict)
    columns: dict[str, Any] = field(default_factory=dict)
    project: dict[str, str] | None = None
    lost: Counter[str] = field(default_factory=Counter)


def clean(text: Any, longest: int = LONGEST_TEXT) -> str:
    """A string that can be stored and shown; of anything else nothing."""
    return CONTROL.sub("", text.replace("\r\n", "\n"))[:longest] if isinstance(text, str) else ""


def table(said: Any) -> dict[str, Any]:
    """An object; of anything else an empty one."""
    return said if isinstance(said, dict) else {}


def listed(said: Any) -> list[Any]:
    """A list; of anything else an empty one."""
    return said if isinstance(said, list) else []


def moment(said: Any) -> datetime | None:
    """A time, by seconds, milliseconds or ISO words."""
    try:
        if isinstance(said, str):
            told = datetime.fromisoformat(said)
            told = told if told.tzinfo else told.replace(tzinfo=UTC)
        else:
            told = datetime.fromtimestamp(said / 1000 if said > 1e11 else said, UTC)
    except (TypeError, ValueError, OverflowError, OSError):
        return None
    return told if datetime(1990, 1, 1, tzinfo=UTC) < told < datetime(2200, 1, 1, tzinfo=UTC) else None


class Planting:
    """Grows our tree from theirs, in their order, parents first. Circles and strays are counted, never followed."""

    def __init__(self, raws: Sequence[Raw], lost: Counter[str]) -> None:
        self.nodes: list[Node] = []
        self.files: dict[int, tuple[File, ...]] = {}
        self.at: dict[str, int | None] = {}
        self._born: set[int] = set()  # nodes that have something below them
        self._lost = lost
        self._plant(raws)
        self._answer_all()

    def leaf(self, id: Any) -> int | None:
        """Where the message shown last stands: below it, if it is a question, its answer that is not there."""
        place = self.at.get(id) if isinstance(id, str) else None
        if place is not None and self.nodes[place].role == Role.USER:
            return next(index for index, node in enumerate(self.nodes) if node.parent == place)
        return place

    def _plant(self, raws: Sequence[Raw]) -> None:
        known = {raw.id for raw in raws}
        below: dict[str | None, list[int]] = {}
        for index, raw in enumerate(raws):
            below.setdefault(raw.parent if raw.parent in known else None, []).append(index)
        ready = list(below.get(None, []))
        seen: set[str] = set()
        heapq.heapify(ready)
        while ready and len(self.nodes) < MOST_MESSAGES:
            raw = raws[heapq.heappop(ready)]
            if raw.id in seen:
                self._lost["twice"] += 1
                continue
            seen.add(raw.id)
            over = self.at.get(raw.parent) if raw.parent is not None else None
            self.at[raw.id] = self._add(raw, over, alone=len(below.get(raw.parent, [])) == 1)
            for child in below.get(raw.id, []):
                heapq.heappush(ready, child)
        left = len(known) - len(seen)
        if left:
            self._lost["too_many" if ready else "circle"] += left

    def _add(self, raw: Raw, over: int | None, *, alone: bool) -> int | None:
        """The place of what hangs below this message."""
        if raw.role == Role.USER:
            return self._question(raw, over)
        if raw.role == Role.ASSISTANT:
            return self._answer(raw, over, alone=alone)
        return over

    def _question(self, raw: Raw, over: int | None) -> int | None:
        if not raw.text and not raw.files and not raw.hidden:
            self._lost["empty"] += 1
            return over
        if over is not None and self.nodes[over].role == Role.USER:
            over = self._unanswered(over)
        return self._node(raw, over, text=raw.text or ("" if raw.hidden else raw.files[0].name or "(A file.)"))

    def _answer(self, raw: Raw, over: int | None, *, alone: bool) -> int | None:
        if over is None:
            asked = Raw(id="", parent=None, role=Role.USER, text=NO_QUESTION, created_at=raw.created_at)
            over = self._node(asked, None, text=NO_QUESTION)
        above = self.nodes[over]
        if above.role == Role.USER:
            return self._node(raw, over, text=raw.text)
        # An answer in several parts, as tools make them: one answer here.
        whole = "\n\n".join(filter(None, [above.text, raw.text]))
        thought = "\n\n".join(filter(None, [above.reasoning, raw.reasoning]))
        if alone and over not in self._born:
            engine = raw.engine or above.engine
            self.nodes[over] = replace(above, text=whole, reasoning=thought, engine=engine)
            self.files[over] = self.files.get(over, ()) + raw.files
            return over
        return self._node(replace(raw, reasoning=thought), above.parent, text=whole)

    def _node(self, raw: Raw, over: int | None, *, text: str) -> int:
        answers = raw.role == Role.ASSISTANT
        state = State(raw.state) if raw.state in (State.FINISHED, State.STOPPED, State.INTERRUPTED, State.FAILED,
                                                  State.REFUSED, State.WITHHELD) else State.FINISHED  # fmt: skip
        node = Node(
            parent=over,
            role=Role(raw.role),
            text=text,
            reasoning=raw.reasoning if answers else "",
            hidden=raw.hidden,
            label=raw.label,
            created_at=raw.created_at or (self.nodes[over].created_at if over is not None else timezone.now()),
            engine=raw.engine if answers else "",
            effort=raw.effort if answers else "",
            state=state,
            notice=raw.notice if answers else "",
        )
        self.nodes.append(node)
        if over is not None:
            self._born.add(over)
        if raw.files:
            self.files[len(self.nodes) - 1] = raw.files
        return len(self.nodes) - 1

    def _unanswered(self, question: int) -> int:
        raw = Raw(id="", parent=None, role=Role.ASSISTANT, state=State.FAILED, notice="unanswered")
        return self._node(raw, question, text="")

    def _answer_all(self) -> None:
        for index in range(len(self.nodes)):
            if self.nodes[index].role == Role.USER and index not in self._born:
                self._unanswered(index)
