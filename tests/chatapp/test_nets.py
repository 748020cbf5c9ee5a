"""The nets under the relays: deadlines, the second reaper, and how much one relay carries."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone
from pytest_django import Settings

from accounts.models import User
from chatapp import log, tasks, turns
from chatapp.events import Cursor, Event, Kind
from chatapp.models import Message, State, Turn
from chatapp.schedule import SCHEDULE
from config.celery import app
from foundation import redis
from tests.chatapp.relays import RunningRelay, ask, ended, outgrown, shows, told, until
from tests.support.simulator import Simulator
from usage.models import Allowance, Charge, Hold

pytestmark = pytest.mark.django_db


def abandoned(alice: User, *, seconds: float, text: str = "") -> Turn:
    """A turn whose relay died so long ago, having shown this much."""
    turn = ask(alice, "Why?")
    now = timezone.now()
    Turn.objects.filter(pk=turn.pk).update(
        state=State.THINKING, lease=uuid4(), lease_until=now - timedelta(seconds=seconds), claims=1, epoch=1000
    )
    shown = [Event(Kind.STATE, state="thinking"), *([Event(Kind.TEXT, text=text)] if text else [])]
    log.append_now(log.numbered(turn.public_id, Cursor(1000, 0), shown))
    return turn


def no_log(turn: Turn) -> None:
    """There is something else in its place: nobody can read or write it."""
    log.forget_now([turn.public_id])
    redis.sync().rpush(log.key_of(turn.public_id), "no log")


def test_the_second_net_ends_what_no_relay_was_there_to_end(alice: User) -> None:
    turn = abandoned(alice, seconds=60, text="Because")

    tasks.reap()

    turn.refresh_from_db()
    assert (turn.state, turn.notice, turn.answer.text) == (State.INTERRUPTED, "interrupted", "Because")
    assert told(turn).ended
    assert told(turn).text == "Because"
    assert Allowance.objects.get(owner=alice).held == 0


def test_the_second_net_gives_back_what_had_shown_nothing(alice: User) -> None:
    turn = abandoned(alice, seconds=60)

    tasks.reap()

    turn.refresh_from_db()
    assert (turn.state, turn.lease) == (State.WAITING, None)


def test_the_second_net_leaves_time_to_the_relays(alice: User, settings: Settings) -> None:
    turn = abandoned(alice, seconds=settings.RELAY_LEASE_SECONDS / 2)

    tasks.reap()

    turn.refresh_from_db()
    assert turn.state == State.THINKING


def test_what_nobody_took_in_time_is_given_up_and_costs_nothing(alice: User, settings: Settings) -> None:
    turn = ask(alice, "Why?")
    Turn.objects.filter(pk=turn.pk).update(
        asked_at=timezone.now() - timedelta(seconds=settings.TURN_DEADLINE_SECONDS + 1)
    )

    tasks.reap()

    turn.refresh_from_db()
    assert (turn.state, turn.notice) == (State.FAILED, "too_late")
    assert not Charge.objects.exists()
    assert Allowance.objects.get(owner=alice).held == 0


def test_one_turn_that_cannot_be_ended_keeps_no_other_from_its_end(alice: User) -> None:
    broken = abandoned(alice, seconds=90)
    turn = abandoned(alice, seconds=60, text="Because")
    no_log(broken)

    tasks.reap()

    turn.refresh_from_db()
    broken.refresh_from_db()
    assert (turn.state, broken.state) == (State.INTERRUPTED, State.THINKING)


def test_one_log_that_cannot_be_sealed_keeps_no_other_from_its_end(alice: User) -> None:
    broken, turn = abandoned(alice, seconds=60, text="Because"), abandoned(alice, seconds=60, text="Because")
    ended_at = timezone.now() - timedelta(minutes=1)
    for minutes, each in enumerate((turn, broken)):
        at = ended_at - timedelta(minutes=minutes)
        Turn.objects.filter(pk=each.pk).update(state=State.FINISHED, ended_at=at, lease=None, lease_until=None)
    no_log(broken)

    tasks.reap()

    assert told(turn).ended
    assert not Turn.objects.get(pk=broken.pk).sealed


def test_one_turn_that_cannot_be_given_up_keeps_no_other_from_its_end(
    alice: User, bob: User, settings: Settings
) -> None:
    broken, turn = ask(bob, "Why?"), ask(alice, "Why?")
    Turn.objects.update(asked_at=timezone.now() - timedelta(seconds=settings.TURN_DEADLINE_SECONDS + 1))
    Allowance.objects.filter(owner=bob).update(held=0)  # what cannot be settled cannot be closed

    tasks.reap()

    turn.refresh_from_db()
    broken.refresh_from_db()
    assert (turn.state, broken.state) == (State.FAILED, State.WAITING)


@pytest.mark.parametrize("unreadable", [b"no event", b"[]", b'{"turn": "", "e": 1000, "n": 3, "k": "song"}'])
def test_an_event_nobody_can_read_keeps_no_turn_from_its_end(alice: User, unreadable: bytes) -> None:
    turn = abandoned(alice, seconds=60, text="Because")
    redis.sync().xadd(log.key_of(turn.public_id), {"f": unreadable}, id="1000-3")
    Message.objects.filter(pk=turn.answer_id).update(text="Because it was kept")

    tasks.reap()

    turn.refresh_from_db()
    assert (turn.state, turn.answer.text) == (State.INTERRUPTED, "Because it was kept")
    assert told(turn).text == "Because it was kept"
    assert told(turn).ended


def test_a_relay_that_only_slept_can_show_nothing_once_its_turn_was_taken(alice: User) -> None:
    turn = abandoned(alice, seconds=60)

    tasks.reap()

    [refused] = log.append_now(log.numbered(turn.public_id, Cursor(1000, 1), [Event(Kind.TEXT, text="Too late")]))
    assert refused.newer
    assert told(turn).text == ""
    assert told(turn).state == State.THINKING


def test_two_reapers_end_a_turn_once(alice: User) -> None:
    turn = abandoned(alice, seconds=60, text="Because")

    tasks.reap()
    tasks.reap()

    assert Charge.objects.filter(subject=turn.public_id).count() <= 1


@pytest.mark.parametrize("name", SCHEDULE)
def test_what_beat_rings_is_there(name: str) -> None:
    app.loader.import_default_modules()

    assert SCHEDULE[name]["task"] in app.tasks


@pytest.mark.django_db(transaction=True)
def test_a_relay_carries_so_many_and_the_rest_wait_their_turn(
    alice: User, simulator: Simulator, settings: Settings
) -> None:
    settings.RELAY_STREAMS = 1
    relay = RunningRelay()
    relay.start()
    first = ask(alice, "One [[scene:pace tokens=2000 rate=60]]")
    shows(first)
    second = ask(alice, "Two")

    until(lambda: len(told(first).text) > 200)

    assert Turn.objects.get(pk=second.pk).state == State.WAITING
    turns.stop(alice, first.public_id)
    assert ended(second).state == State.FINISHED
    relay.stop()


def test_one_hold_that_cannot_grow_keeps_no_other_from_growing(
    alice: User, bob: User, relay: RunningRelay, simulator: Simulator
) -> None:
    broken, turn = (
        ask(bob, "One [[scene:pace tokens=2000 rate=40]]"),
        ask(alice, "Two [[scene:pace tokens=2000 rate=40]]"),
    )
    shows(broken)
    shows(turn)
    held = {each.pk: each.hold.ticks for each in (broken, turn)}
    Hold.objects.filter(subject=broken.public_id).update(ticks=2**63 - 1)

    for each in (broken, turn):
        outgrown(relay, each)

    until(lambda: Hold.objects.get(subject=turn.public_id).ticks > held[turn.pk], "the other's hold has grown")
    Hold.objects.filter(subject=broken.public_id).update(ticks=held[broken.pk])
    for person, each in ((bob, broken), (alice, turn)):
        turns.stop(person, each.public_id)
        assert ended(each).state == State.STOPPED


@pytest.mark.django_db(transaction=True)
def test_what_three_relays_gave_back_is_not_sent_a_fourth_time(alice: User, simulator: Simulator) -> None:
    turn = ask(alice, "Why?")
    Turn.objects.filter(pk=turn.pk).update(claims=3)
    relay = RunningRelay()

    relay.start()

    given_up = ended(turn)
    relay.stop()
    assert (given_up.state, given_up.notice) == (State.FAILED, "gave_up")
    assert simulator.requests() == []
    assert Allowance.objects.get(owner=alice).held == 0
