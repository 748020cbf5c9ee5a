"""The log takes each event once, in order, and nothing from a relay that was overtaken."""

from threading import Thread
from uuid import UUID, uuid4

import pytest
from django.conf import settings

from chatapp import log
from chatapp.events import Cursor, Event, Kind
from chatapp.log import Entry
from foundation.redis import sync
from tests.chatapp.relays import until


@pytest.fixture
def turn() -> UUID:
    return uuid4()


def entries(turn: UUID, *texts: str, after: Cursor = Cursor(1000, 0), ends: bool = False) -> list[Entry]:  # noqa: B008
    told = [Event(Kind.TEXT, text=text) for text in texts]
    return log.numbered(turn, after, [*told, Event(Kind.END, state="finished")] if ends else told)


def test_what_is_appended_folds_back(turn: UUID) -> None:
    log.append_now(entries(turn, "Grüße ", "\u2028", "🦊", ends=True))

    folded = log.folded_now(turn)

    assert folded.text == "Grüße \u2028🦊"
    assert folded.ended


def test_the_same_events_again_are_not_written_twice(turn: UUID) -> None:
    log.append_now(entries(turn, "one ", "two "))

    [first, second] = log.append_now(entries(turn, "one ", "two "))

    assert not first.newer
    assert not second.newer
    assert log.folded_now(turn).text == "one two "


def test_an_event_after_a_hole_is_not_taken(turn: UUID) -> None:
    log.append_now(entries(turn, "one "))

    [astray] = log.append_now(entries(turn, "three ", after=Cursor(1000, 2)))

    assert not astray.newer
    assert log.folded_now(turn).text == "one "


def test_a_log_that_redis_lost_takes_nothing_in_the_middle(turn: UUID) -> None:
    log.append_now(entries(turn, "one "))
    log.forget_now([turn])

    [astray] = log.append_now(entries(turn, "two ", after=Cursor(1000, 1)))

    assert not astray.newer
    assert log.read_now(turn) == []


def test_a_new_epoch_replaces_what_was_there(turn: UUID) -> None:
    log.append_now(entries(turn, "lost ", "words "))

    assert log.append_now(entries(turn, "told anew", after=Cursor(1001, 0))) == []

    assert log.folded_now(turn).text == "told anew"


@pytest.mark.parametrize("after", [Cursor(1000, 0), Cursor(1000, 1), Cursor(1000, 2), Cursor(1999, 0)])
def test_a_relay_that_was_overtaken_writes_nothing_and_learns_it(turn: UUID, after: Cursor) -> None:
    log.append_now(entries(turn, "a ", "b "))
    log.append_now(entries(turn, "the new relay's ", "words ", after=Cursor(2000, 0)))

    [astray] = log.append_now(entries(turn, "ghost", after=after))

    assert astray.newer
    assert log.folded_now(turn).text == "the new relay's words "


def test_a_log_that_is_taken_over_tells_all_it_told_and_takes_nothing_more_from_before(turn: UUID) -> None:
    taken: list[str] = []

    def ghost() -> None:
        for n in range(100_000):
            if log.append_now(entries(turn, f"{n} ", after=Cursor(1000, n))):
                break
            taken.append(f"{n} ")

    writing = Thread(target=ghost)
    writing.start()
    until(lambda: len(taken) > 2_000)  # enough to read that it goes on meanwhile

    told = log.take_over_now(turn, 2000)
    writing.join()

    assert told is not None
    assert told.text == log.folded_now(turn).text == "".join(taken)
    assert log.folded_now(turn).cursor.epoch == 2000


def test_a_log_that_somebody_newer_has_is_not_taken_over(turn: UUID) -> None:
    log.append_now(entries(turn, "the new relay's words", after=Cursor(3000, 0)))

    assert log.take_over_now(turn, 2000) is None

    assert log.folded_now(turn).text == "the new relay's words"


def test_one_call_writes_the_logs_of_many_turns_and_names_those_that_went_astray(turn: UUID) -> None:
    other, third = uuid4(), uuid4()
    log.append_now(entries(turn, "a"))

    [astray] = log.append_now([*entries(other, "b"), *entries(turn, "x", after=Cursor(1000, 5)), *entries(third, "c")])

    assert astray.entry.turn == turn
    assert log.folded_now(other).text == "b"
    assert log.folded_now(third).text == "c"


def test_an_open_log_outlives_its_turn_and_an_ended_one_an_hour(turn: UUID) -> None:
    ended = uuid4()
    log.append_now([*entries(turn, "a"), *entries(ended, "a", ends=True)])

    assert sync().ttl(log.key_of(turn)) > settings.TURN_DEADLINE_SECONDS
    assert 0 < sync().ttl(log.key_of(ended)) <= settings.LOG_EXPIRE_SECONDS
