"""What a tab gets, against real web processes: everything from its cursor, nothing that is another's."""

import queue
import time
from datetime import timedelta
from uuid import uuid4

import aiohttp
import pytest
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.utils import timezone

from accounts.models import User
from chatapp import conversations, log, sealing, turns
from chatapp.events import Cursor
from foundation.wakeups import wake
from tests.chatapp.answers import answered
from tests.chatapp.relays import RunningRelay, ask, ended, told
from tests.chatapp.tabs import Tab
from tests.support.processes import Processes, Web


def test_a_tab_reads_an_answer_as_it_is_written(alice: User, relay: RunningRelay, web: Web) -> None:
    turn = ask(alice, "Why do rate limits exist? [[scene:pace tokens=40 rate=80]]")

    with Tab(web, alice) as tab:
        tab.watch(turn)
        fold = tab.read(turn)

    assert fold.state == "finished"
    assert fold.text == ended(turn).answer.text


def test_two_tabs_read_the_same_answer_each_from_its_own_place(alice: User, relay: RunningRelay, web: Web) -> None:
    turn = ask(alice, "A long one [[scene:pace tokens=120 rate=60]]")

    with Tab(web, alice) as first, Tab(web, alice) as late:
        first.watch(turn)
        first.read(turn, letters=100)
        late.watch(turn)
        late_fold = late.read(turn)
        first_fold = first.read(turn)

    assert first_fold == late_fold
    assert first_fold.text == ended(turn).answer.text


@pytest.mark.parametrize("whose", ["another's", "nobody's"])
def test_a_turn_that_is_not_mine_looks_like_none(
    alice: User, bob: User, relay: RunningRelay, web: Web, whose: str
) -> None:
    turn = ask(bob, "Mine alone [[scene:pace tokens=40 rate=40]]")
    wanted = str(turn.public_id) if whose == "another's" else str(uuid4())

    with Tab(web, alice) as tab:
        tab.watch(wanted)

        assert tab.hear() == {"gone": wanted}
        with pytest.raises(queue.Empty):
            tab.hear(0.5)


def test_a_log_that_has_expired_sends_the_reader_to_the_page(alice: User, relay: RunningRelay, web: Web) -> None:
    turn = ended(ask(alice, "Why?"))
    log.forget_now([turn.public_id])

    with Tab(web, alice) as tab:
        tab.watch(turn)

        assert tab.hear() == {"gone": str(turn.public_id)}


BAD = {
    "no JSON": "hello",
    "no object": "[1]",
    "an unknown verb": '{"do":"send","text":"hi"}',
    "no cursor": f'{{"do":"watch","turn":"{uuid4()}"}}',
    "a bad cursor": f'{{"do":"watch","turn":"{uuid4()}","cursor":"-1"}}',
    "a bad id": '{"do":"watch","turn":"17","cursor":"0"}',
    "one field too many": '{"do":"ping","x":1}',
    "a true for a number": '{"do":"ack","bytes":true}',
    "a negative ack": '{"do":"ack","bytes":-1}',
    "an ack of what was never sent": '{"do":"ack","bytes":100000}',
    "oversized": '{"do":"ping","x":"' + "x" * 5_000 + '"}',
}


@pytest.mark.parametrize("case", BAD)
def test_a_frame_that_is_none_closes_the_socket(alice: User, transactional_db: None, web: Web, case: str) -> None:
    with Tab(web, alice) as tab:
        tab.say(BAD[case])

        assert tab.closing() == 4010


def test_a_frame_beyond_every_limit_closes_the_socket(alice: User, transactional_db: None, web: Web) -> None:
    with Tab(web, alice) as tab:
        tab.say("x" * 200_000)

        assert tab.closing() in (1009, 1006, 4010)


def test_a_ping_is_answered(alice: User, transactional_db: None, web: Web) -> None:
    with Tab(web, alice) as tab:
        tab.say({"do": "ping"})

        assert tab.hear() == {"pong": 1}


@pytest.mark.parametrize("origin", [None, "null", "https://evil.example", "http://127.0.0.1", "http://127.0.0.1:1"])
def test_a_socket_from_elsewhere_is_refused(alice: User, transactional_db: None, web: Web, origin: str | None) -> None:
    with pytest.raises(aiohttp.WSServerHandshakeError), Tab(web, alice, origin=origin):
        pass


@pytest.mark.parametrize("who", ["nobody", "suspended", "a child"])
def test_without_a_person_in_good_standing_there_is_no_socket(
    alice: User, transactional_db: None, web: Web, who: str
) -> None:
    person = None if who == "nobody" else alice
    if who == "suspended":
        User.objects.filter(pk=alice.pk).update(suspended_until=timezone.now() + timedelta(days=1))
    if who == "a child":
        User.objects.filter(pk=alice.pk).update(birth_date=timezone.now().date())

    with Tab(web, person) as tab:
        assert tab.closing() == 4001


@pytest.mark.parametrize("why", ["signed out", "suspended", "a new password"])
def test_what_ends_a_session_ends_its_socket_within_seconds(
    alice: User, relay: RunningRelay, web: Web, why: str
) -> None:
    turn = ask(alice, "A long one [[scene:pace tokens=2000 rate=40]]")
    with Tab(web, alice) as tab:
        tab.watch(turn)
        tab.read(turn, letters=10)

        begun = time.monotonic()
        if why == "signed out":
            Session.objects.all().delete()
            cache.clear()
        elif why == "suspended":
            User.objects.filter(pk=alice.pk).update(suspended_until=timezone.now() + timedelta(days=1))
        else:
            alice.set_password("quite another one")
            alice.save()

        assert tab.closing() == 4001
        assert time.monotonic() - begun < 5
    turns.stop(alice, turn.public_id)


def test_deleting_a_conversation_reaches_the_tabs_that_read_it(alice: User, relay: RunningRelay, web: Web) -> None:
    turn = ask(alice, "A long one [[scene:pace tokens=2000 rate=40]]")
    with Tab(web, alice) as tab:
        tab.watch(turn)
        tab.read(turn, letters=10)

        conversations.delete(alice, turn.conversation.public_id)

        frame = tab.hear()
        while "gone" not in frame and frame.get("k") != "end":
            frame = tab.hear()
    assert ended(turn).state == "stopped"


def test_a_person_has_so_many_tabs(alice: User, processes: Processes) -> None:
    web = processes.web(1, SOCKETS_PER_PERSON="2")
    with Tab(web, alice) as first, Tab(web, alice) as second:
        first.say({"do": "ping"})
        second.say({"do": "ping"})
        assert first.hear() == second.hear() == {"pong": 1}

        with Tab(web, alice) as third:
            assert third.closing() == 4013


def test_a_tab_is_woken_when_something_of_its_person_changes(
    alice: User, bob: User, relay: RunningRelay, web: Web
) -> None:
    subject = uuid4()
    with Tab(web, alice) as mine, Tab(web, bob) as another:
        mine.say({"do": "ping"})
        another.say({"do": "ping"})
        assert mine.hear() == another.hear() == {"pong": 1}

        wake(alice.public_id, "job", subject)

        assert mine.hear() == {"wake": "job", "id": str(subject)}
        with pytest.raises(queue.Empty):
            another.hear(0.5)


def test_a_socket_idle_for_longer_than_every_timeout_still_hears(
    alice: User, relay: RunningRelay, processes: Processes
) -> None:
    # redis-py gives up on a silent connection after 5 s unless told otherwise; here every block and timeout is passed twice.
    web = processes.web(1, REDIS_BLOCK_SECONDS="1", REDIS_SOCKET_SECONDS="3")
    waiting = ask(alice, "Think long [[scene:slow_first_token seconds=8]]")
    subject = uuid4()
    with Tab(web, alice) as tab:
        tab.watch(waiting)
        tab.read(waiting, state="thinking")
        time.sleep(7)  # silence is what is tested

        wake(alice.public_id, "job", subject)

        frame = tab.hear(2)
        while "wake" not in frame or frame["wake"] != "job":
            frame = tab.hear(2)
        turns.stop(alice, waiting.public_id)
        assert tab.read(waiting, seconds=5).ended


def test_a_reader_that_does_not_read_is_closed_and_its_cursor_makes_it_painless(
    alice: User, relay: RunningRelay, processes: Processes
) -> None:
    web = processes.web(1, SOCKET_WINDOW_BYTES="20000", SOCKET_SLOW_SECONDS="1")
    turn = ended(ask(alice, "A flood [[scene:flood tokens=7000]]"))
    slow = Tab(web, alice, acknowledges=False)
    with slow:
        slow.watch(turn)

        closed = slow.read_raw()

    assert closed.code == 4008
    assert closed.taken < 20_000 + 70_000
    with Tab(web, alice) as quick:
        quick.watch(turn)
        assert quick.read(turn).text == turn.answer.text


def test_a_long_answer_passes_through_a_small_window_for_a_tab_that_reads(
    alice: User, relay: RunningRelay, processes: Processes
) -> None:
    web = processes.web(1, SOCKET_WINDOW_BYTES="20000", SOCKET_SLOW_SECONDS="1")
    turn = ended(ask(alice, "A flood [[scene:flood tokens=7000]]"))

    with Tab(web, alice) as tab:
        tab.watch(turn)
        fold = tab.read(turn)

    assert len(turn.answer.text) > 20_000
    assert fold.text == turn.answer.text


def test_a_second_watch_begins_from_its_own_cursor(alice: User, relay: RunningRelay, web: Web) -> None:
    turn = ended(ask(alice, "Why? [[scene:pace tokens=40 rate=400]]"))
    frames = log.read_now(turn.public_id)

    with Tab(web, alice) as tab:
        tab.watch(turn)
        tab.read(turn)
        tab.watch(turn, Cursor(told(turn).cursor.epoch, len(frames) - 2))
        rest = [tab.hear(), tab.hear()]

    assert [frame["n"] for frame in rest] == [len(frames) - 1, len(frames)]


def test_a_tab_may_read_one_answer_after_another_all_day(alice: User, transactional_db: None, web: Web) -> None:
    with Tab(web, alice) as tab:
        for number in range(105):
            turn = answered(alice, f"Question {number}?", "So.")
            sealing.seal(turn)
            tab.watch(turn)
            assert tab.read(turn).text == "So."


def test_after_unwatch_nothing_more_comes(alice: User, relay: RunningRelay, web: Web) -> None:
    turn = ask(alice, "A long one [[scene:pace tokens=300 rate=60]]")
    with Tab(web, alice) as tab:
        tab.watch(turn)
        tab.read(turn, letters=10)

        tab.say({"do": "unwatch", "turn": str(turn.public_id)})
        tab.say({"do": "ping"})

        while "pong" not in tab.hear():
            pass
        with pytest.raises(queue.Empty):
            tab.hear(0.7)
    turns.stop(alice, turn.public_id)


def test_a_process_that_leaves_sends_its_tabs_elsewhere(
    alice: User, relay: RunningRelay, processes: Processes, web: Web
) -> None:
    leaving, staying = processes.web(1), web
    turn = ask(alice, "A long one [[scene:pace tokens=200 rate=60]]")
    with Tab(leaving, alice) as tab:
        tab.watch(turn)
        fold = tab.read(turn, letters=50)

        leaving.terminate()

        assert tab.closing() == 4012
    with Tab(staying, alice) as tab:
        tab.folds[str(turn.public_id)] = fold
        tab.watch(turn, fold.cursor)
        assert tab.read(turn).text == ended(turn).answer.text
