"""Titles, branches, pages and the desk: a person's own, and nobody else's."""

import re
from collections.abc import Callable
from html import unescape
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from chatapp import conversations, stretches, turns
from chatapp.models import Conversation, Message, State, TitleBy, Turn
from chatapp.notices import COST, NOTICES
from chatapp.subjects import Answer
from moderation.models import Case
from tests.chatapp.answers import answered, ends
from usage import subjects as ledger_subjects

pytestmark = pytest.mark.django_db


def test_a_persons_title_is_never_replaced_by_the_engines(alice: User) -> None:
    conversation = answered(alice).conversation
    conversations.rename(alice, conversation.public_id, "  My   own\nname ")

    given = conversations.give_title(conversation.public_id, "The engine's")

    conversation.refresh_from_db()
    assert not given
    assert (conversation.title, conversation.title_by) == ("My own name", TitleBy.PERSON)


def test_another_answer_can_be_shown_with_what_followed_it(alice: User) -> None:
    first = answered(alice, "One?", "1")
    follow = answered(alice, "Two?", "2", first.conversation)
    begun = turns.retry(alice, first.public_id, key="again-0001")
    second = ends(Turn.objects.get(public_id=begun.turn), "another 1")
    place = Conversation.objects.select_related("leaf").get(pk=first.conversation_id)
    assert [section.answer.text for section in stretches.latest(place).sections] == ["another 1"]

    shown = conversations.show(alice, place.public_id, first.answer.public_id)

    sections = stretches.latest(shown).sections
    assert [section.answer.text for section in sections] == ["1", "2"]
    assert sections[-1].turn == follow
    siblings = sections[0].siblings
    assert (siblings.number, siblings.count, siblings.before, siblings.after) == (1, 2, None, second.answer.public_id)


@pytest.mark.parametrize("length", [1, 8])
def test_a_page_asks_as_often_however_long_the_conversation(
    alice: User, visit: Callable[[User], Client], length: int
) -> None:
    conversation = answered(alice).conversation
    for number in range(length - 1):
        answered(alice, f"And {number}?", "So.", conversation)
    browser = visit(alice)
    browser.get("/")

    with CaptureQueriesContext(connection) as queries:
        page = browser.get(f"/c/{conversation.public_id}/")

    assert page.content.decode().count('class="turn"') == length
    assert len(queries) <= 17, [query["sql"] for query in queries]


VERBS = ["send/", "show/", "rename/", "delete/", "restore/"]
TURN_VERBS = ["stop/", "retry/", "continue/", "flag/"]


@pytest.mark.parametrize("whose", ["another's", "nobody's"])
def test_what_is_not_mine_is_not_there(alice: User, bob: User, visit: Callable[[User], Client], whose: str) -> None:
    turn = answered(bob)
    conversation = turn.conversation.public_id if whose == "another's" else uuid4()
    asked = turn.public_id if whose == "another's" else uuid4()
    browser = visit(alice)

    answers = {"page": browser.get(f"/c/{conversation}/"), "turn": browser.get(f"/turns/{asked}/")}
    fields = {"text": "Hi", "key": uuid4().hex, "title": "Mine", "message": str(turn.answer.public_id)}
    answers |= {verb: browser.post(f"/c/{conversation}/{verb}", fields) for verb in VERBS}
    answers |= {verb: browser.post(f"/turns/{asked}/{verb}", fields) for verb in TURN_VERBS}

    assert {name: answer.status_code for name, answer in answers.items()} == dict.fromkeys(answers, 404)
    turn.conversation.refresh_from_db()
    assert turn.conversation.title == ""
    assert turn.conversation.deleted_at is None


def test_a_hidden_answer_is_shown_to_nobody_and_sent_to_no_engine(alice: User, visit: Callable[[User], Client]) -> None:
    from chatapp import context

    turn = answered(alice, "Say it", "Something awful")
    Answer().hide(turn.answer.public_id, "A reviewer removed this answer.")
    follow = answered(alice, "And?", "So.", turn.conversation)

    page = visit(alice).get(f"/c/{turn.conversation.public_id}/").content.decode()

    assert "Something awful" not in page
    assert "A reviewer removed this answer." in page
    assert "Something awful" not in [message.text for message in context.path_to(follow.prompt_id).said]
    assert "Something awful" in Answer().excerpt(turn.answer.public_id)
    Answer().show(turn.answer.public_id)
    assert "Something awful" in visit(alice).get(f"/c/{turn.conversation.public_id}/").content.decode()


@pytest.mark.parametrize("code", ["", *NOTICES])
@pytest.mark.parametrize("words", ["Some words", ""])
def test_every_end_has_one_button_to_try_again_and_those_its_sentence_names(
    alice: User, visit: Callable[[User], Client], code: str, words: str
) -> None:
    turn = answered(alice, "Why?", words)
    ended = State.STOPPED if not code else State.INTERRUPTED if words else State.FAILED
    Turn.objects.filter(pk=turn.pk).update(state=ended, notice=code, ticks=7, exact=True)

    page = unescape(visit(alice).get(f"/c/{turn.conversation.public_id}/").content.decode())

    buttons = re.findall(r'<button class="[^"]*" type="submit">(Try again|Retry|Continue)</button>', page)
    assert [name for name in buttons if name != "Continue"] == ["Try again"]
    if words:
        assert "Continue" in buttons
    if not code:
        assert "You stopped this answer." in page
        assert "is charged; the amount stands below." in page


def test_an_answer_that_was_withheld_and_then_allowed_is_no_longer_called_withheld(
    alice: User, visit: Callable[[User], Client]
) -> None:
    turn = answered(alice, "Say it", "Quite harmless")
    withheld = NOTICES["withheld"].words.partition(COST)[0].strip()
    Turn.objects.filter(pk=turn.pk).update(state=State.WITHHELD, notice="withheld")
    Message.objects.filter(pk=turn.answer.pk).update(hidden=NOTICES["withheld"].sentence)
    place = f"/c/{turn.conversation.public_id}/"
    before = unescape(visit(alice).get(place).content.decode())

    Answer().show(turn.answer.public_id)

    after = unescape(visit(alice).get(place).content.decode())
    assert (withheld in before, "Quite harmless" in before) == (True, False)
    assert (withheld in after, "Quite harmless" in after) == (False, True)


def test_a_person_can_report_an_answer(alice: User, visit: Callable[[User], Client]) -> None:
    turn = answered(alice)

    visit(alice).post(f"/turns/{turn.public_id}/flag/", {"why": "It is wrong"})

    assert Case.objects.get().subject == turn.answer.public_id


def test_the_ledger_knows_what_a_reply_was_about(alice: User, bob: User) -> None:
    turn = answered(alice, "Why is the sky blue?")

    line = ledger_subjects.described(alice, [(turns.PURPOSE, turn.public_id)])[turn.public_id]

    assert line.title == "Why is the sky blue?"
    assert line.url == f"/c/{turn.conversation.public_id}/"
    assert ledger_subjects.described(bob, [(turns.PURPOSE, turn.public_id)]) == {}
    assert ledger_subjects.is_over(turns.PURPOSE, turn.public_id)
