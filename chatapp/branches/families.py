"""Who stands beside whom: the wordings of a question, the answers to it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

from chatapp.models import Message, Role, Turn


@dataclass(frozen=True, slots=True)
class Siblings:
    """Messages in the same place: which of how many this is, and its neighbours; `others`: all but this one, by key."""

    number: int = 1
    count: int = 1
    before: UUID | None = None
    after: UUID | None = None
    others: tuple[int, ...] = ()


ALONE = Siblings()
Row = tuple[int, UUID, int | None, str]


class Families:
    """All siblings of the questions and answers of some turns of one conversation. One query."""

    def __init__(self, turns: Sequence[Turn]) -> None:
        self._places: dict[tuple[int | None, str], list[tuple[int, UUID]]] = {}
        for pk, public_id, parent, role in _rows(turns):
            self._places.setdefault((parent, role), []).append((pk, public_id))

    def of_question(self, turn: Turn) -> Siblings:
        """The wordings of this turn's question."""
        return _among(self._places.get((turn.prompt.parent_id, Role.USER), []), turn.prompt_id)

    def of_answer(self, turn: Turn) -> Siblings:
        """The answers to this turn's question, as it is worded here."""
        return _among(self._places.get((turn.prompt_id, Role.ASSISTANT), []), turn.answer_id)


def _rows(turns: Sequence[Turn]) -> Iterable[Row]:
    parents = {turn.prompt_id for turn in turns} | {turn.prompt.parent_id for turn in turns if turn.prompt.parent_id}
    beside = Q(parent_id__in=parents)
    if begins := [turn.conversation_id for turn in turns if turn.prompt.parent_id is None]:
        beside |= Q(parent=None, conversation_id=begins[0])
    return Message.objects.filter(beside).order_by("pk").values_list("pk", "public_id", "parent_id", "role")


def _among(family: list[tuple[int, UUID]], pk: int) -> Siblings:
    keys = [each for each, _ in family]
    if pk not in keys or len(family) == 1:
        return ALONE
    index = keys.index(pk)
    return Siblings(
        number=index + 1,
        count=len(family),
        before=family[index - 1][1] if index else None,
        after=family[index + 1][1] if index + 1 < len(family) else None,
        others=tuple(each for each in keys if each != pk),
    )
