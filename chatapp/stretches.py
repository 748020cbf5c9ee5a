"""A long conversation is shown in stretches: its newest end first, earlier ones as one scrolls up, or those around a message.

A stretch names the messages where it begins and ends; the next one is asked for by them, so nothing slips when an answer
comes in between.
"""

from dataclasses import dataclass
from uuid import UUID

from django.db import connection
from django.db.models import Q

from chatapp import thread
from chatapp.models import Conversation, Message, Role, Turn
from chatapp.thread import Section

TURNS = 8  # a stretch that comes while one scrolls is put in within a frame or two
TURNS_BEFORE = 4  # a message that is jumped to, with what led to it
LONGEST_WALK = 100_000  # messages; each costs two looks into an index

# From a message to the root, answers only: each stands for its turn.
WALK = """
WITH RECURSIVE walk AS (
  SELECT id, parent_id, role, 1 AS step FROM chatapp_message WHERE id = %s
  UNION ALL
  SELECT m.id, m.parent_id, m.role, walk.step + 1 FROM chatapp_message m JOIN walk ON m.id = walk.parent_id
  WHERE walk.step < %s
)
SELECT id FROM walk WHERE role = 'assistant' ORDER BY step
"""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Some turns in a row. `before`, `after`: the first and the last answer, when there are more on that side."""

    sections: list[Section]
    before: UUID | None = None
    after: UUID | None = None
    shown: UUID | None = None  # the turn to bring into view
    missing: UUID | None = None  # a message that was asked for and is on another branch


def latest(conversation: Conversation) -> Stretch:
    """The newest end."""
    if conversation.leaf_id is None:
        return Stretch([])
    answers = _walk(conversation.leaf_id, TURNS + 1)
    return _stretch(answers[:TURNS], earlier=len(answers) > TURNS)


def around(conversation: Conversation, message: UUID) -> Stretch:
    """What stands around a message of it; the newest end if that is on another branch. Raises Message.DoesNotExist."""
    wanted = _message(conversation, message)
    answers = _walk(conversation.leaf_id, LONGEST_WALK) if conversation.leaf_id else []
    own = Turn.objects.filter(answer_id__in=answers)
    own = own.filter(answer=wanted) if wanted.role == Role.ASSISTANT else own.filter(prompt=wanted)
    turn = own.values_list("answer_id", "public_id").first()
    if turn is None:
        end = latest(conversation)
        return Stretch(end.sections, end.before, missing=wanted.public_id)
    at = answers.index(turn[0])
    first, last = min(at + TURNS_BEFORE + 1, len(answers)), max(at + TURNS_BEFORE + 1 - TURNS, 0)
    return _stretch(answers[last:first], earlier=first < len(answers), later=last > 0, shown=turn[1])


def before(conversation: Conversation, answer: UUID) -> Stretch:
    """What led to this answer. Raises Message.DoesNotExist."""
    answers = _walk(_message(conversation, answer).pk, TURNS + 2)[1:]
    return _stretch(answers[:TURNS], earlier=len(answers) > TURNS)


def after(conversation: Conversation, answer: UUID) -> Stretch:
    """What followed this answer on the branch shown. Raises Message.DoesNotExist."""
    mark = _message(conversation, answer)
    answers = _walk(conversation.leaf_id, LONGEST_WALK) if conversation.leaf_id else []
    if mark.pk not in answers:
        return Stretch([])
    later = answers[: answers.index(mark.pk)]
    return _stretch(later[-TURNS:], later=len(later) > TURNS)


def onward(conversation: Conversation, message: UUID) -> Stretch:
    """From this message's turn on, along the branch shown. Raises Message.DoesNotExist."""
    mark = _message(conversation, message)
    answers = _walk(conversation.leaf_id, LONGEST_WALK) if conversation.leaf_id else []
    turn = Turn.objects.filter(Q(prompt=mark) | Q(answer=mark), answer_id__in=answers)
    answer = turn.values_list("answer_id", flat=True).first()
    if answer is None:
        raise Message.DoesNotExist
    here = answers[: answers.index(answer) + 1]
    return _stretch(here[-TURNS:], later=len(here) > TURNS)


def _message(conversation: Conversation, message: UUID) -> Message:
    return Message.objects.only("pk", "role", "public_id").get(public_id=message, conversation=conversation)


def _walk(message: int, turns: int) -> list[int]:
    """The answers on the way to the root, newest first."""
    with connection.cursor() as cursor:
        cursor.execute(WALK, [message, min(2 * turns + 1, LONGEST_WALK)])
        return [row[0] for row in cursor.fetchall()][:turns]


def _stretch(answers: list[int], *, earlier: bool = False, later: bool = False, shown: UUID | None = None) -> Stretch:
    sections = thread.along(answers)
    if not sections:
        return Stretch([])
    first, last = sections[0].answer.public_id, sections[-1].answer.public_id
    return Stretch(sections, first if earlier else None, last if later else None, shown)
