"""Asking: one click is one turn, a refusal loses nothing, and it costs next to nothing."""

import sys
import threading
import time
from collections.abc import Callable
from types import FrameType
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.db.models import F
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from accounts.models import User
from chatapp import turns
from chatapp.models import Conversation, Kind, Message, State, Turn
from chatapp.refusals import Reason, Refused
from foundation.idempotency import Once
from moderation.models import Case
from usage.models import Allowance, Hold

pytestmark = pytest.mark.django_db


def test_a_question_waits_with_its_money_put_aside(alice: User) -> None:
    begun = turns.send(alice, "  Why is the sky blue?\r\n", key="click-0001")

    turn = Turn.objects.select_related("hold", "prompt", "answer", "conversation").get(public_id=begun.turn)
    assert (turn.state, turn.kind, turn.owner) == (State.WAITING, Kind.FIRST, alice)
    assert turn.prompt.text == "Why is the sky blue?"
    assert turn.answer.parent == turn.prompt
    assert turn.conversation.leaf == turn.answer
    assert turn.hold.ticks > 0
    assert Allowance.objects.get(owner=alice).held == turn.hold.ticks


def test_a_double_click_is_one_message(alice: User) -> None:
    first = turns.send(alice, "Why?", key="click-0001")
    second = turns.send(alice, "Why?", key="click-0001")

    assert (second.turn, second.conversation, second.again) == (first.turn, first.conversation, True)
    assert Turn.objects.count() == Conversation.objects.count() == Hold.objects.count() == 1
    assert Message.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_parallel_clicks_are_one_message(alice: User) -> None:
    begun: list[UUID] = []
    gate = threading.Barrier(6)

    def click() -> None:
        gate.wait()
        begun.append(turns.send(alice, "Why?", key="click-0001").turn)
        connection.close()

    threads = [threading.Thread(target=click) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)

    assert len(begun) == 6
    assert len(set(begun)) == 1
    assert Turn.objects.count() == 1


def test_a_key_used_for_other_words_is_refused(alice: User) -> None:
    turns.send(alice, "Why?", key="click-0001")

    with pytest.raises(Refused) as refused:
        turns.send(alice, "Why not?", key="click-0001")

    assert refused.value.reason is Reason.KEY_REUSED
    assert Turn.objects.count() == 1


def test_two_people_may_use_the_same_key(alice: User, bob: User) -> None:
    mine = turns.send(alice, "Why?", key="click-0001")
    theirs = turns.send(bob, "Why?", key="click-0001")

    assert mine.turn != theirs.turn


REFUSED = {
    "nothing": ("", Reason.EMPTY, "Write something"),
    "blanks": (" \n\t ", Reason.EMPTY, "Write something"),
    "a megabyte": ("x" * 1_000_000, Reason.TOO_LONG, "1,000,000 characters"),
    "one letter too many": ("x" * 100_001, Reason.TOO_LONG, "100,000 is the most"),
    "a zero byte": ("a\x00b", Reason.CONTROL, "invisible control characters"),
    "an escape": ("a\x1b[31mb", Reason.CONTROL, "invisible control characters"),
    "half a letter": ("a\ud800b", Reason.CONTROL, "invisible control characters"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_refusal_says_why_and_writes_nothing(alice: User, case: str) -> None:
    text, reason, words = REFUSED[case]

    with pytest.raises(Refused) as refused:
        turns.send(alice, text, key="click-0001")

    assert refused.value.reason is reason
    assert words in refused.value.sentence
    assert not Turn.objects.exists()
    assert not Once.objects.exists()


@pytest.mark.parametrize("text", ["x" * 100_000, "tab\tand\nlines", "Grüße 🦊 \u2028 שלום"])
def test_its_allowed_neighbours_are_sent(alice: User, text: str, settings: Settings) -> None:
    settings.ALLOWANCE_USD = 1000

    begun = turns.send(alice, text, key="click-0001")

    assert Turn.objects.get(public_id=begun.turn).prompt.text == text


def test_what_the_policy_forbids_is_not_sent_and_waits_on_the_desk(alice: User) -> None:
    with pytest.raises(Refused) as refused:
        turns.send(alice, "Tell me how to build a bomb at home", key="click-0001")

    assert refused.value.reason is Reason.POLICY
    assert "othing was" in refused.value.sentence
    assert not Turn.objects.exists()
    assert Case.objects.get().owner == alice


def test_without_money_nothing_is_written(alice: User, settings: Settings) -> None:
    settings.ALLOWANCE_USD = 0.001

    with pytest.raises(Refused) as refused:
        turns.send(alice, "Why?", key="click-0001")

    assert refused.value.reason is Reason.ALLOWANCE
    assert "¢" in refused.value.sentence
    assert "Your allowance is filled up on the first of the month" in refused.value.sentence
    assert "an administrator can raise it" in refused.value.sentence
    assert "conversation" not in refused.value.sentence  # it is new and empty: none could be shorter
    assert not Turn.objects.exists()
    assert not Conversation.objects.exists()
    assert not Hold.objects.exists()


def test_in_a_long_conversation_without_money_a_new_one_is_advised(alice: User, settings: Settings) -> None:
    begun = turns.send(alice, "Why?", key="click-0001")
    turns.stop(alice, begun.turn)
    settings.ALLOWANCE_USD = 0.001
    Allowance.objects.filter(owner=alice).update(limit=F("held") + F("spent"))

    with pytest.raises(Refused) as refused:
        turns.send(alice, "And?", key="click-0002", conversation=begun.conversation)

    assert "In a new conversation the same question costs less." in refused.value.sentence


def test_while_grok_writes_here_the_next_question_waits(alice: User) -> None:
    begun = turns.send(alice, "Why?", key="click-0001")

    with pytest.raises(Refused) as refused:
        turns.send(alice, "And then?", key="click-0002", conversation=begun.conversation)

    assert refused.value.reason is Reason.STILL_WRITING
    assert Message.objects.count() == 2


def test_a_person_has_so_many_answers_written_at_once(alice: User, bob: User, settings: Settings) -> None:
    settings.MAX_WRITING_TURNS_PER_PERSON = 2
    for number in range(2):
        turns.send(alice, "Why?", key=f"click-000{number}")

    with pytest.raises(Refused) as refused:
        turns.send(alice, "Why?", key="click-0009")

    assert refused.value.reason is Reason.TOO_MANY
    assert turns.send(bob, "Why?", key="click-0009")


@pytest.mark.parametrize("whose", ["another's", "nobody's", "deleted"])
def test_a_conversation_that_is_not_there_for_me_is_not_there(alice: User, bob: User, whose: str) -> None:
    conversation = uuid4() if whose == "nobody's" else turns.send(bob, "Mine", key="click-0001").conversation
    sender = bob if whose == "deleted" else alice
    if whose == "deleted":
        from chatapp import conversations

        conversations.delete(bob, conversation)

    with pytest.raises(Conversation.DoesNotExist):
        turns.send(sender, "Yours?", key="click-0002", conversation=conversation)


@pytest.mark.parametrize("where", ["new", "existing"])
def test_asking_takes_at_most_ten_queries(alice: User, where: str) -> None:
    client = Client(headers={"HX-Request": "true"})
    client.force_login(alice, backend="allauth.account.auth_backends.AuthenticationBackend")
    first = turns.send(alice, "Why?", key="click-0001")
    Turn.objects.filter(public_id=first.turn).update(state=State.STOPPED, ended_at="2026-01-01T00:00:00Z")
    address = "/c/send/" if where == "new" else f"/c/{first.conversation}/send/"

    with CaptureQueriesContext(connection) as queries:
        answer = client.post(address, {"text": "Why not?", "key": "click-0002"})

    counted = [query["sql"] for query in queries if "SAVEPOINT" not in query["sql"]]
    assert answer.status_code == 200
    assert len(counted) <= 10, counted


def test_asking_takes_little_of_the_processor(alice: User, settings: Settings) -> None:
    settings.MAX_WRITING_TURNS_PER_PERSON = settings.ALLOWANCE_USD = 1000
    turns.send(alice, "Why?", key="click-warm")
    spent = []

    for number in range(20):
        before = time.thread_time()
        turns.send(alice, "Why do rate limits exist?", key=f"click-{number:04}")
        spent.append(time.thread_time() - before)
    made = calls_of(lambda: turns.send(alice, "Why do rate limits exist?", key="click-last"))

    # The design's figure is 5 ms on a quiet machine. How busy this one is changes times; calls it does not.
    assert sorted(spent)[len(spent) // 4] < 0.010, spent
    assert made < 6_000  # 5,480 when this was written


def calls_of(work: Callable[[], object]) -> int:
    """How many functions it calls."""
    made = 0

    def count(_frame: FrameType | None, event: str, _what: object) -> None:
        nonlocal made
        made += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        work()
    finally:
        sys.setprofile(before)
    return made


def test_what_was_typed_comes_back_with_the_sentence(alice: User, client: Client, settings: Settings) -> None:
    settings.MAX_MESSAGE_CHARACTERS = 20
    client.force_login(alice, backend="allauth.account.auth_backends.AuthenticationBackend")
    typed = "A question that is <b>too long</b>"

    page = client.post("/c/send/", {"text": typed, "key": "click-0001"})
    fragment = client.post("/c/send/", {"text": typed, "key": "click-0001"}, headers={"HX-Request": "true"})

    for answer in (page, fragment):
        assert answer.status_code == 422
        assert "A question that is &lt;b&gt;too long&lt;/b&gt;" in answer.content.decode()
        assert "20 is the most" in answer.content.decode()
    assert fragment["HX-Reswap"] == "none"
    assert b'id="composer"' in fragment.content
    assert b"hx-swap-oob" in fragment.content
