"""Two tabs press Send at the same moment."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection

from accounts.models import User
from chatapp import turns
from chatapp.models import Conversation, State, Turn
from chatapp.refusals import Refused
from tests.chatapp.conftest import person


@pytest.fixture
def carol(transactional_db: None) -> User:
    return person("carol")


def at_once(count: int, click: Callable[[], Any]) -> list[str]:
    together = Barrier(count)

    def one(_: int) -> str:
        together.wait(timeout=10)
        try:
            click()
        except Refused:
            return "refused"
        finally:
            connection.close()
        return "begun"

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(one, range(count)))


def test_of_two_questions_into_one_conversation_one_begins_and_the_history_stays(carol: User) -> None:
    begun = turns.send(carol, "First.", key=uuid4().hex)
    turns.stop(carol, begun.turn)
    before = Conversation.objects.get(public_id=begun.conversation).leaf_id

    outcomes = at_once(2, lambda: turns.send(carol, "Next.", key=uuid4().hex, conversation=begun.conversation))

    assert sorted(outcomes) == ["begun", "refused"]
    opened = Turn.objects.get(state=State.WAITING)
    assert opened.prompt.parent_id == before
    assert opened.prompt.depth == 3


def test_ten_first_questions_at_once_are_no_more_than_one_may_have(carol: User, settings: Any) -> None:
    outcomes = at_once(10, lambda: turns.send(carol, "Hello.", key=uuid4().hex))

    assert outcomes.count("begun") == settings.MAX_WRITING_TURNS_PER_PERSON
    assert Turn.objects.owned_by(carol).open().count() == settings.MAX_WRITING_TURNS_PER_PERSON


def test_a_place_no_log_can_have_is_no_cursor() -> None:
    from chatapp.events import Cursor

    with pytest.raises(ValueError, match="9999"):
        Cursor.parse("9999999999999999999999.1")
