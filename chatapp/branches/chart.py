"""The map of a conversation: all its turns, as one trunk with what branches off it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from django.db.models import Case, Q, Value, When
from django.db.models.functions import Left

from chatapp.models import Conversation, Turn
from chatapp.models.turn import OPEN
from chatapp.naming import first_words
from usage import money

WORDS_CHARACTERS = 200
READABLE = Q(prompt__hidden="", prompt__takedown_at=None)
DEEPEST = 24  # levels drawn: a page that nests without end is shown by no browser


@dataclass(slots=True)
class Spot:
    """One turn on the map. `instead`: what it stands beside in its place; empty on a trunk."""

    answer: int
    prompt: int
    above: int | None
    public_id: UUID
    message: UUID
    words: str
    engine: str
    cost: str
    asked_at: datetime
    state: str
    latest: int = 0
    shown: bool = False
    last: bool = False
    instead: Literal["", "answer", "wording"] = ""

    @property
    def writing(self) -> bool:
        """Whether its answer is still being written."""
        return self.state in OPEN


@dataclass(frozen=True, slots=True)
class Mark:
    """A step in drawing the map: an item with its spot, its end, a list of what branches off there, its end."""

    does: Literal["item", "end", "list", "leave"]
    spot: Spot | None = None


@dataclass(frozen=True, slots=True)
class Branch:
    """Still to be drawn: this turn in a list of its own, its other answers under it, and what follows it."""

    spot: Spot
    beside: tuple["Branch", ...]
    level: int


@dataclass(frozen=True, slots=True)
class Place:
    """Still to be drawn: all that stands below this answer."""

    above: int | None
    level: int


Step = Mark | Branch | Place


def drawn(conversation: Conversation) -> list[Mark]:
    """The whole map, to be drawn from first to last. One query, however many branches."""
    spots = _spots(conversation)
    below: dict[int | None, list[Spot]] = {}
    by_answer = {spot.answer: spot for spot in spots}
    for spot in sorted(spots, key=lambda each: -each.answer):  # what follows was written later: children come first
        spot.latest = max(spot.latest, spot.answer)
        if (parent := by_answer.get(spot.above or 0)) is not None:
            parent.latest = max(parent.latest, spot.latest)
    _mark_shown(by_answer, conversation.leaf_id)
    for spot in spots:
        below.setdefault(spot.above, []).append(spot)
    return list(_drawn(below))


def _spots(conversation: Conversation) -> list[Spot]:
    rows = (
        Turn.objects.filter(conversation=conversation)
        .order_by("pk")
        .annotate(words=Case(When(READABLE, then=Left("prompt__text", WORDS_CHARACTERS)), default=Value("")))
    )
    names = (
        "answer_id", "prompt_id", "prompt__parent_id", "public_id", "answer__public_id", "words", "engine_used", "engine",
        "ticks", "asked_at", "state",
    )  # fmt: skip
    return [
        Spot(answer, prompt, above, public_id, message, first_words(words), used or engine,
             "" if ticks is None else money.cents(ticks), asked_at, state)
        for answer, prompt, above, public_id, message, words, used, engine, ticks, asked_at, state in rows.values_list(*names)
    ]  # fmt: skip


def _mark_shown(by_answer: dict[int, Spot], leaf: int | None) -> None:
    spot = by_answer.get(leaf or 0)
    if spot is not None:
        spot.last = True
    while spot is not None:
        spot.shown = True
        spot = by_answer.get(spot.above or 0)


def _drawn(below: dict[int | None, list[Spot]]) -> Iterator[Mark]:
    """Without recursion: a conversation may be deeper than the stack."""
    work: list[Step] = [Place(None, 0)]
    while work:
        step = work.pop()
        if isinstance(step, Mark):
            yield step
        elif isinstance(step, Place):
            work += reversed(_steps(below.get(step.above, []), step.level))
        else:
            work += reversed(_item(step.spot, step.beside, step.level))


def _steps(spots: list[Spot], level: int) -> list[Step]:
    """What stands in one place: the trunk's turn, the others as branches under it, then what follows on the trunk."""
    if not spots:
        return []
    trunk = _first(spots)
    wordings: dict[int, list[Spot]] = {}
    for spot in spots:
        wordings.setdefault(spot.prompt, []).append(spot)
    beside = _answers(trunk, wordings.pop(trunk.prompt), level + 1)
    for others in wordings.values():
        wording = _first(others)
        wording.instead = "wording"
        beside += (Branch(wording, _answers(wording, others, level + 2), level + 1),)
    return _item(trunk, beside, level)


def _first(spots: list[Spot]) -> Spot:
    """The one that is shown, else the one on which somebody was last."""
    return max(spots, key=lambda spot: (spot.shown, spot.latest))


def _answers(first: Spot, spots: list[Spot], level: int) -> tuple[Branch, ...]:
    """The other answers to the question of the first."""
    others = [spot for spot in spots if spot is not first]
    for spot in others:
        spot.instead = "answer"
    return tuple(Branch(spot, (), level) for spot in others)


def _item(spot: Spot, beside: tuple[Branch, ...], level: int) -> list[Step]:
    """A turn, what branches off there, and what follows it. Too deep for another list, the branches follow as well."""
    deepest = level >= DEEPEST
    lists = [] if deepest else [step for branch in beside for step in (Mark("list"), branch, Mark("leave"))]
    after = beside if deepest else ()
    return [Mark("item", spot), *lists, Mark("end"), *after, Place(spot.answer, level)]
