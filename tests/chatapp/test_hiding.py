"""What a reviewer hides is told to nobody any more: not by the log, whoever writes it, and whenever the answer ends."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction

from accounts.models import User
from chatapp import closing, events, log, sealing, tasks
from chatapp.closing import Bill, Ending
from chatapp.events import Cursor, Event, Kind
from chatapp.models import Message, State, Turn
from chatapp.relay import reaper
from chatapp.subjects import Answer
from config.dev.valkey import Valkey
from tests.chatapp.answers import answered
from tests.chatapp.relays import RunningRelay, ask, ended, shows, somebody_waits, told, until
from tests.chatapp.test_nets import abandoned
from tests.support.simulator import Simulator

SENTENCE = "A reviewer removed this answer."
AWFUL = "Something awful"


def hide(turn: Turn) -> None:
    """As a reviewer does."""
    with transaction.atomic():
        Answer().hide(turn.answer.public_id, SENTENCE)


def words_in_log(turn: Turn) -> str:
    """All text of all events there are."""
    return "".join(events.parse(frame)[1].text for frame in log.read_now(turn.public_id))


def test_an_answer_hidden_while_it_is_written_is_stopped_and_its_words_are_gone(
    alice: User, relay: RunningRelay, simulator: Simulator
) -> None:
    turn = ask(alice, "Tell me a long story [[scene:pace tokens=2000 rate=40]]")
    shows(turn, 50)

    hide(turn)

    simulator.wait_for(lambda it: not it.open_connections(), seconds=2)
    stopped = ended(turn)
    assert stopped.state == State.STOPPED
    assert told(turn).ended
    assert words_in_log(turn) == ""
    assert stopped.answer.shown_text == ""
    assert len(stopped.answer.text) >= 50  # for the desk


def test_an_answer_that_ends_by_itself_before_anybody_hears_that_it_is_hidden(
    alice: User, relay: RunningRelay, simulator: Simulator
) -> None:
    turn = ask(alice, "Short [[scene:pace tokens=60 rate=40]]")
    shows(turn, 20)

    Message.objects.filter(pk=turn.answer_id).update(hidden=SENTENCE)

    finished = ended(turn)
    assert finished.state == State.FINISHED
    assert words_in_log(turn) == ""
    assert finished.answer.text


def test_an_answer_hidden_before_it_was_begun_is_never_asked_for(
    alice: User, transactional_db: None, simulator: Simulator
) -> None:
    turn = ask(alice, "Why?")

    hide(turn)

    assert ended(turn).state == State.STOPPED
    assert simulator.requests() == []


def test_an_answer_hidden_after_its_relay_died_is_ended_without_its_words(alice: User, transactional_db: None) -> None:
    turn = abandoned(alice, seconds=60, text=AWFUL)

    hide(turn)
    tasks.reap()

    assert ended(turn).state == State.STOPPED
    assert words_in_log(turn) == ""


@pytest.mark.parametrize("sealed", [True, False])
def test_the_log_of_an_answer_hidden_after_its_end_tells_it_to_nobody(
    alice: User, transactional_db: None, sealed: bool
) -> None:
    turn = answered(alice, "Say it", AWFUL)
    log.append_now(log.numbered(turn.public_id, Cursor(1, 0), [Event(Kind.TEXT, text=AWFUL)]))
    Turn.objects.filter(pk=turn.pk).update(sealed=sealed)

    hide(turn)

    assert words_in_log(turn) == ""
    assert told(turn).ended
    assert Turn.objects.get(pk=turn.pk).sealed
    # Its relay had closed it, and comes with the end only now, or tells everything anew.
    late = [*log.numbered(turn.public_id, Cursor(1, 1), [Event(Kind.END, state=State.FINISHED)])]
    late += log.numbered(turn.public_id, Cursor(2, 0), [Event(Kind.TEXT, text=AWFUL)])
    assert [refused.newer for refused in log.append_now(late)] == [True, True]


def test_the_log_of_an_answer_that_a_reviewer_shows_tells_it_again(alice: User, transactional_db: None) -> None:
    turn = answered(alice, "Say it", "It scatters.")
    hide(turn)

    Answer().show(turn.answer.public_id)

    assert words_in_log(turn) == "It scatters."


def test_what_was_hidden_while_valkey_was_away_is_taken_from_the_log_when_it_is_back(
    alice: User, transactional_db: None, valkey: Valkey
) -> None:
    turn = answered(alice, "Say it", AWFUL)
    log.append_now(log.numbered(turn.public_id, Cursor(1, 0), [Event(Kind.TEXT, text=AWFUL)]))
    Turn.objects.filter(pk=turn.pk).update(sealed=True)
    valkey.kill9()
    hide(turn)
    valkey.start()
    assert words_in_log(turn) == AWFUL

    until(lambda: reaper.seal_forgotten(after=0) == 1)

    assert words_in_log(turn) == ""


def test_whoever_ends_a_turn_while_it_is_being_hidden_knows_it(alice: User, transactional_db: None) -> None:
    turn = abandoned(alice, seconds=0, text=AWFUL)
    turn.refresh_from_db()

    def close() -> Turn | None:
        try:
            return closing.close(turn.pk, turn.lease, Ending(State.FINISHED, AWFUL), None, Bill())
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as threads:
        with transaction.atomic():
            Answer().hide(turn.answer.public_id, SENTENCE)
            closing_now = threads.submit(close)
            until(somebody_waits)
        closed = closing_now.result()

    assert closed is not None
    assert closed.answer.hidden == SENTENCE


def test_whoever_was_about_to_tell_an_end_with_the_words_comes_too_late(alice: User, transactional_db: None) -> None:
    answered(alice, "Say it", AWFUL)
    read = Turn.objects.select_related("answer", "owner", "conversation").get()

    with transaction.atomic():
        transaction.on_commit(lambda: sealing.seal_soon(read))  # between the commit and what hiding itself does then
        Answer().hide(read.answer.public_id, SENTENCE)

    assert words_in_log(read) == ""
    assert told(read).ended
