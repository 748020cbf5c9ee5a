"""Turns wait in one line: fair between people, as fast as the provider takes them, and with a place one can read."""

import time
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import Settings

from accounts.models import Notice, Role, User
from chatapp import receipts, turns
from chatapp.line import history, order, telling
from chatapp.models import State, Turn
from chatapp.relay import claims, endings
from tests.chatapp.conftest import person
from tests.chatapp.relays import RunningRelay, ask, ended, until
from tests.chatapp.tabs import Tab
from tests.support.processes import Process, Processes, Web
from tests.support.simulator import Simulator
from usage.models import Attempt, Charge
from xai import Pace


@pytest.fixture(autouse=True)
def one_engine(settings: Settings) -> None:
    """Everybody asks the same engine, and no other stands in: these tests are about its line."""
    settings.DEFAULT_ENGINE = settings.CHAT_ENGINE
    settings.FALLBACK_ENGINE = "off"


def line() -> list[Turn]:
    """Everybody in line, as they would be taken."""
    return [Turn.objects.get(pk=waiting.id) for waiting in order.first(1000)]


def crowd(names: int, each: int, words: str) -> list[Turn]:
    """So many people ask so often, one person after the other."""
    return [ask(someone, words) for someone in (person(f"guest-{n}") for n in range(names)) for _ in range(each)]


def taken(turn: Turn) -> datetime:
    """When a relay took it."""
    assert turn.taken_at is not None
    return turn.taken_at


def most_within(seconds: float, moments: list[float]) -> int:
    """The largest number of these moments in any such stretch of time."""
    return max(sum(begin <= moment < begin + seconds for moment in moments) for begin in moments)


# --- who is next ---------------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_one_persons_many_turns_never_keep_anothers_one_waiting(alice: User, bob: User) -> None:
    many = [ask(alice, f"Number {n}?") for n in range(3)]
    one = ask(bob, "One?")

    assert line() == [many[0], one, many[1], many[2]]


@pytest.mark.django_db
def test_who_has_something_under_way_goes_behind_who_has_nothing(alice: User, bob: User) -> None:
    """Even if the latter was served last."""
    first, second = ask(alice, "One?"), ask(alice, "Two?")
    claims.take([first.pk])
    over = ask(bob, "Before?")
    claims.take([over.pk])
    Turn.objects.filter(pk=over.pk).update(state=State.FINISHED, lease=None, lease_until=None, ended_at=timezone.now())

    other = ask(bob, "Mine?")

    assert line() == [other, second]


@pytest.mark.django_db
def test_who_was_served_last_goes_last(alice: User, bob: User) -> None:
    """With room for one at a time they take turns, although all of Alice's came first."""
    many = [ask(alice, f"Number {n}?") for n in range(3)]
    ask(bob, "One?")
    ask(bob, "Two?")
    served = []

    for _ in range(4):
        [claimed, *_] = claims.take([line()[0].pk])
        turn = Turn.objects.get(pk=claimed.id)
        Turn.objects.filter(pk=turn.pk).update(
            state=State.FINISHED, lease=None, lease_until=None, ended_at=timezone.now()
        )
        served.append(turn.owner)

    assert served == [alice, bob, alice, bob]
    assert line() == [many[2]]


@pytest.mark.django_db
def test_each_engine_has_its_own_line(alice: User, bob: User) -> None:
    ask(alice, "Slow?")
    turns.send(bob, "Quick?", key="other-engine", choice=turns.Choice(engine="grok-4.3"))

    assert {(waiting.engine, waiting.place) for waiting in order.first(10)} == {("grok-4.7", 1), ("grok-4.3", 1)}


@pytest.mark.django_db
def test_looking_at_a_line_of_many_is_one_query(alice: User, bob: User) -> None:
    for n in range(3):
        ask(alice, f"{n}?")
        ask(bob, f"{n}?")

    with CaptureQueriesContext(connection) as captured:
        found = order.first(1000)

    assert (len(found), len(captured)) == (6, 1)


# --- how fast it moves ---------------------------------------------------------------------------------------------------


@pytest.fixture
def two_relays(processes: Processes, simulator: Simulator) -> list[Process]:
    """Real processes; they share nothing but the database and Redis."""
    return [processes.relay(0), processes.relay(1)]


def test_the_provider_never_sees_more_than_it_allows_and_everybody_is_answered(
    alice: User, two_relays: list[Process], simulator: Simulator
) -> None:
    simulator.set_limits(requests_per_minute=480, requests_per_second=10)
    ended(ask(alice, "What are the limits?"))  # its headers tell both relays

    for each in two_relays:
        each.pause()
    asked = crowd(12, 2, "Why do rate limits exist?")
    began = time.monotonic()
    for each in two_relays:
        each.resume()
    done = [ended(turn, 30) for turn in asked]
    took = time.monotonic() - began

    assert {turn.state for turn in done} == {State.FINISHED}
    rows = simulator.requests(route="responses", helper=False)
    assert [row for row in rows if not row["accepted"]] == []
    assert most_within(1, [float(str(row["accepted_at"])) for row in rows]) <= 10
    # Nobody starves: everybody's first goes before anybody's second.
    firsts, seconds = done[::2], done[1::2]
    assert max(map(taken, firsts)) <= min(map(taken, seconds)) + timedelta(seconds=0.5)
    print(f"24 turns at 8 a second: {took:.1f} s")  # noqa: T201


def test_tokens_that_were_reserved_in_vain_let_the_next_go(
    alice: User, two_relays: list[Process], simulator: Simulator
) -> None:
    """Each may use some ten thousand tokens, and uses a few hundred."""
    simulator.set_limits(requests_per_minute=6000, tokens_per_minute=25_000)
    ended(ask(alice, "What are the limits?"))

    for each in two_relays:
        each.pause()  # however slowly one asks here, they find a line
    asked = crowd(6, 1, "Why? [[scene:pace rate=200 tokens=60]]")
    for each in two_relays:
        each.resume()
    done = [ended(turn, 30) for turn in asked]

    assert {turn.state for turn in done} == {State.FINISHED}
    rows = simulator.requests(route="responses", helper=False, accepted=True)[1:]
    spans = [(float(str(row["accepted_at"])), float(str(row["ended_at"]))) for row in rows]
    assert max(sum(begin <= at < end for begin, end in spans) for at, _ in spans) == 2


def test_what_was_refused_has_used_no_tokens(alice: User, relay: RunningRelay, simulator: Simulator) -> None:
    """Three reservations fill the minute: a fourth question would wait for it to pass."""
    simulator.set_limits(requests_per_minute=6000, tokens_per_minute=25_000)
    ended(ask(alice, "What are the limits?"))

    ends = [ended(ask(alice, f"Question {n}? [[scene:wrong_key]]")) for n in range(5)]

    assert {turn.notice for turn in ends} == {"wrong_key"}


def test_a_storm_of_429s_reaches_nobody(alice: User, two_relays: list[Process], simulator: Simulator) -> None:
    """The provider takes three at once and says so in no header: both relays find out together."""
    simulator.set_limits(at_once=3, retry_after=1)

    done = [ended(turn, 60) for turn in crowd(10, 1, "Why? [[scene:pace rate=200 tokens=60]]")]

    assert {(turn.state, turn.notice) for turn in done} == {(State.FINISHED, "")}
    refused = simulator.requests(accepted=False)
    print(f"refused {len(refused)} times, at most {max(turn.turned_away for turn in done)} a turn")  # noqa: T201
    assert refused
    assert len(refused) < 20
    assert not Attempt.objects.open().exists()
    assert Charge.objects.filter(purpose="reply").count() == 10


def test_who_waits_for_a_busy_provider_keeps_the_place_and_may_stop_at_no_cost(
    alice: User, bob: User, relay: RunningRelay, simulator: Simulator
) -> None:
    simulator.set_scene("rate_limited retry_after=30", routes=["responses"])
    turn = ask(alice, "Why?")
    until(lambda: Turn.objects.filter(pk=turn.pk, state=State.WAITING, turned_away=1).exists(), "back in line")
    ask(bob, "Me too?")

    assert line()[0] == turn
    turns.stop(alice, turn.public_id)

    stopped = ended(turn)
    assert (stopped.state, stopped.ticks) == (State.STOPPED, None)
    assert not stopped.hold.is_open
    assert not Attempt.objects.open().exists()
    assert len(simulator.requests(accepted=False)) == 1  # Bob's waits for the same end of the cooling


def test_a_provider_that_stays_busy_is_told_in_the_end(
    alice: User, relay: RunningRelay, simulator: Simulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(endings, "MOST_TURNED_AWAY", 1)
    simulator.set_scene("rate_limited retry_after=1", routes=["responses"])

    turn = ended(ask(alice, "Why?"))

    assert (turn.state, turn.notice, turn.claims, turn.ticks) == (State.FAILED, "busy", 1, None)
    assert len(simulator.requests(accepted=False)) == 2


@pytest.mark.parametrize(("set_length", "written"), [(False, 3_000), (True, 5_000)], ids=["by half", "as long as set"])
def test_of_a_provider_without_room_less_is_asked_and_the_receipt_says_so(
    alice: User, relay: RunningRelay, simulator: Simulator, settings: Settings, set_length: bool, written: int
) -> None:
    settings.MAX_OUTPUT_TOKENS = 6_000
    User.objects.filter(pk=alice.pk).update(parameters={"max_output_tokens": 6_000} if set_length else {})
    alice.refresh_from_db()
    simulator.set_scene("rate_limited retry_after=1", routes=["responses"])
    turn = ask(alice, "Why?")
    until(lambda: Turn.objects.filter(pk=turn.pk, turned_away=1).exists(), "back in line")
    simulator.set_scene("flood tokens=5000", routes=["responses"])

    done = ended(turn)

    assert done.output_tokens == written
    assert {line.name: line.value for line in receipts.details(done)}["Turned away"].startswith("once, because xAI had")


def test_a_line_is_told_its_places(alice: User, bob: User, web: Web, relay: RunningRelay, simulator: Simulator) -> None:
    simulator.set_scene("rate_limited retry_after=30", routes=["responses"])
    first = ask(alice, "Why?")
    until(lambda: Turn.objects.filter(pk=first.pk, turned_away=1).exists(), "back in line")

    with Tab(web, bob) as tab:
        second = ask(bob, "And me?")
        told: list[dict[str, object]] = []
        until(lambda: _place_told(tab, told), "a place was told")

    assert told[0]["id"] == str(second.public_id)
    assert told[0]["place"] == 2
    assert 20 < int(str(told[0]["seconds"])) <= 60


def _place_told(tab: Tab, told: list[dict[str, object]]) -> bool:
    frame = tab.hear()
    told.extend([frame] if frame.get("wake") == "place" else [])
    return bool(told)


# --- how long it takes ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("pace", "place", "about"),
    [
        (Pace(0, 2), 1, 1),
        (Pace(0, 2), 9, 5),
        (Pace(12, 2), 4, 14),
        (Pace(12, 0), 4, 12),
        (Pace(0, 0), 4, None),
    ],
)
def test_the_wait_is_what_is_before_one_at_the_pace_of_late(pace: Pace, place: int, about: int | None) -> None:
    assert telling.seconds(pace, place) == about


# --- what those who run the house hear of it -----------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_long_line_is_told_to_administrators_once_a_day_and_stands_on_the_houses_page(
    alice: User, client: Client
) -> None:
    ada, today = person("ada", Role.ADMINISTRATOR), timezone.now()
    for n in range(3):
        turn = ask(alice, f"Number {n}?")
        Turn.objects.filter(pk=turn.pk).update(asked_at=today, taken_at=today + timedelta(minutes=4))
    quick = ask(alice, "Quick?")
    Turn.objects.filter(pk=quick.pk).update(asked_at=today, taken_at=today + timedelta(seconds=1))

    assert (history.advise(), history.advise()) == (1, 0)

    says = f"3 turns waited 12 min in total for {turn.engine} today, the longest 4 min."
    assert Notice.objects.get(owner=ada).body.startswith(says)
    client.force_login(ada)
    assert says in client.get("/usage/house/").content.decode()
