"""What a reviewer sees of a private chat: what was flagged and a little around it."""

from uuid import uuid4

import pytest

from accounts.models import User
from chatapp import neighbours, turns
from chatapp.models import Conversation, Message, Role
from moderation import subjects
from tests.accounts.people import person
from tests.moderation.deeds import LOCK, flagged

pytestmark = pytest.mark.django_db


@pytest.fixture
def path() -> list[Message]:
    """Eight messages, one after the other."""
    alice: User = person("alice")
    begun = turns.send(alice, "word 0", key=uuid4().hex)
    conversation = Conversation.objects.get(public_id=begun.conversation)
    made = [conversation.messages.get(role=Role.USER)]
    for n in range(1, 8):
        role = Role.ASSISTANT if n % 2 else Role.USER
        made.append(Message.objects.create(conversation=conversation, parent=made[-1], role=role, text=f"word {n}"))
    return made


def test_three_before_and_one_after_and_no_more(path: list[Message]) -> None:
    around = neighbours.of(path[5].public_id)

    assert [each.words for each in around] == ["word 2", "word 3", "word 4", "word 5", "word 6"]
    assert [each.words for each in around if each.is_it] == ["word 5"]


@pytest.mark.parametrize("closed", [{"temporary": True}, {"deleted": True}])
def test_of_a_closed_conversation_only_what_it_answers(path: list[Message], closed: dict[str, bool]) -> None:
    conversation = path[0].conversation
    conversation.temporary = closed.get("temporary", False)
    if closed.get("deleted"):
        conversation.deleted_at = conversation.delete_after = conversation.created_at
    conversation.save()

    assert [each.words for each in neighbours.of(path[5].public_id)] == ["word 4", "word 5"]


def test_what_is_hidden_beside_it_stays_hidden_and_what_is_gone_is_gone(path: list[Message]) -> None:
    Message.objects.filter(pk=path[3].pk).update(hidden="Removed.")

    assert neighbours.of(path[5].public_id)[1].words == "Removed."
    assert neighbours.of(uuid4()) == []


def test_what_is_locked_beside_it_is_read_in_its_own_case_alone(path: list[Message]) -> None:
    question, answer, owner = path[2], path[3], path[0].conversation.owner
    flagged(owner, LOCK, subject=question.public_id, kind="message")

    around, excerpt = neighbours.of(answer.public_id), subjects.of("message").excerpt(answer.public_id)

    assert [each.words for each in around] == ["word 0", "word 1", neighbours.LOCKED, "word 3", "word 4"]
    assert excerpt == f"Asked: {neighbours.LOCKED}\n\nAnswered: word 3"
    assert subjects.of("message").excerpt(question.public_id) == "word 2"
