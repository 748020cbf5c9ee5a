"""A conversation as a page shows it: the path to its leaf, each answer with its siblings, receipt and notice."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID, uuid4

from django.db import connection

from chatapp import markdown, notices, receipts
from chatapp.context import LONGEST_PATH
from chatapp.models import Conversation, Kind, Message, State, Turn
from chatapp.notices import Notice, Step
from chatapp.receipts import Receipt

PATH = """
WITH RECURSIVE path AS (
  SELECT id, parent_id, 1 AS depth FROM chatapp_message WHERE id = %s
  UNION ALL
  SELECT m.id, m.parent_id, path.depth + 1 FROM chatapp_message m JOIN path ON m.id = path.parent_id
  WHERE path.depth < %s
)
SELECT id FROM path
"""
CONTINUABLE = {State.STOPPED, State.INTERRUPTED, State.FINISHED}


@dataclass(frozen=True, slots=True)
class Siblings:
    """The answers to one question: which of how many this is, and its neighbours' messages."""

    number: int
    count: int
    before: UUID | None
    after: UUID | None


@dataclass(frozen=True, slots=True)
class Section:
    """One question and the answer shown to it."""

    turn: Turn
    prompt: Message
    answer: Message
    siblings: Siblings
    notice: Notice | None
    receipt: Receipt

    @property
    def html(self) -> str:
        """The answer as clean markup."""
        return markdown.render(self.answer.shown_text) if self.answer.shown_text else ""

    @property
    def allowed(self) -> bool:
        """It was withheld, and a reviewer has allowed it since."""
        return self.turn.state == State.WITHHELD and not self.answer.hidden

    @property
    def sentence(self) -> str:
        """What is said instead of, or below, the answer; empty when all went well."""
        if self.answer.hidden:
            return self.answer.hidden
        if self.notice and not self.allowed:
            return self.notice.with_cost(self.cost)
        return f"You stopped this answer. {self.cost}" if self.turn.state == State.STOPPED else ""

    @property
    def cost(self) -> str:
        """Whether this answer, which ended early, is charged."""
        turn = self.turn
        return notices.cost(turn.ticks, exact=bool(turn.exact), with_text=bool(self.answer.shown_text))

    @property
    def key(self) -> str:
        """For a button that may be meant more than once: each page that is made asks anew, each page only once."""
        return uuid4().hex

    @property
    def can_continue(self) -> bool:
        """Whether there is text to go on from."""
        whole = self.turn.state == State.FINISHED and (self.notice is None or self.notice.step != Step.CONTINUE)
        return bool(self.answer.shown_text) and self.turn.state in CONTINUABLE and not whole

    @property
    def retry_in_notice(self) -> bool:
        """Whether "Try again" stands beside the sentence; else it is among the receipt's tools. Never twice."""
        return bool(self.sentence and self.notice and self.notice.step in (Step.RETRY, Step.CONTINUE))

    @property
    def continued(self) -> bool:
        """Whether this answer goes on from an earlier one."""
        return self.turn.kind == Kind.CONTINUE


def sections(conversation: Conversation) -> list[Section]:
    """The path shown, oldest first, however long it is."""
    if conversation.leaf_id is None:
        return []
    with connection.cursor() as cursor:
        cursor.execute(PATH, [conversation.leaf_id, LONGEST_PATH])
        path = {row[0] for row in cursor.fetchall()}
    return along(path)


def along(answers: Collection[int]) -> list[Section]:
    """The sections of these answers, oldest first. Two queries, however many."""
    turns = Turn.objects.filter(answer_id__in=answers).select_related("prompt", "answer", "conversation")
    return _sections(list(turns.order_by("prompt__depth")))


def section(turn: Turn) -> Section:
    """One of them, by its turn."""
    return _sections([Turn.objects.select_related("prompt", "answer", "conversation").get(pk=turn.pk)])[0]


def begun(turn: UUID, conversation: UUID, question: str, label: str) -> Section:
    """The section of a turn that was just begun, made from what is known: the database need not be asked."""
    place = Conversation(public_id=conversation)
    prompt = Message(role="user", text=question, label=label)
    answer = Message(role="assistant")
    row = Turn(public_id=turn, conversation=place, state=State.WAITING, kind=Kind.FIRST)
    return Section(row, prompt, answer, Siblings(1, 1, None, None), None, receipts.of(row))


def _sections(turns: Sequence[Turn]) -> list[Section]:
    families: dict[int, list[tuple[int, UUID]]] = {}
    asked = Message.objects.filter(parent_id__in=[turn.prompt_id for turn in turns]).order_by("pk")
    for pk, public_id, parent in asked.filter(role="assistant").values_list("pk", "public_id", "parent_id"):
        families.setdefault(parent, []).append((pk, public_id))
    return [
        Section(
            turn=turn,
            prompt=turn.prompt,
            answer=turn.answer,
            siblings=_siblings(families[turn.prompt_id], turn.answer_id),
            notice=notices.of(turn.notice),
            receipt=receipts.of(turn),
        )
        for turn in turns
    ]


def _siblings(family: list[tuple[int, UUID]], answer: int) -> Siblings:
    index = [pk for pk, _ in family].index(answer)
    ids = [public_id for _, public_id in family]
    return Siblings(
        number=index + 1,
        count=len(family),
        before=ids[index - 1] if index else None,
        after=ids[index + 1] if index + 1 < len(ids) else None,
    )
