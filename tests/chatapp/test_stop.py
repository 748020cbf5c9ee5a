"""Stop stops: within a second the provider's connection is closed, in every phase, and what was shown stays."""

import time
from collections.abc import Callable, Iterator

import pytest
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.test import Client
from pytest_django import Settings

from accounts.models import User
from chatapp import turns
from chatapp.models import State, Turn
from tests.chatapp.relays import RunningRelay, ask, ended, outgrown, shows, somebody_waits, told, until
from tests.support.simulator import Simulator
from usage.models import Allowance, Charge, Hold, Payer

PHASES = {
    "connecting": "hang_before_headers seconds=30",
    "thinking": "slow_first_token seconds=30",
    "reasoning": "pace tokens=50 reasoning=2000 rate=40",
    "answering": "pace tokens=2000 rate=40",
    "silent in the middle": "hang after=5",
}
BEGUN: dict[str, Callable[[Turn], bool]] = {
    "connecting": lambda turn: True,
    "thinking": lambda turn: told(turn).state == "thinking",
    "reasoning": lambda turn: len(told(turn).reasoning) > 20,
    "answering": lambda turn: len(told(turn).text) > 20,
    "silent in the middle": lambda turn: len(told(turn).text) > 5,
}


@pytest.mark.parametrize("phase", PHASES)
def test_a_stop_closes_the_upstream_within_a_second(
    alice: User, relay: RunningRelay, simulator: Simulator, phase: str
) -> None:
    alice.engine = "grok-4.7"  # one that thinks aloud
    turn = ask(alice, f"Tell me a long story [[scene:{PHASES[phase]}]]")
    until(lambda: bool(simulator.open_connections()), "the provider was asked")
    until(lambda: BEGUN[phase](turn), phase)

    pressed = time.time()
    turns.stop(alice, turn.public_id)

    simulator.wait_for(lambda it: not it.open_connections())
    [connection] = simulator.closed_connections()
    assert float(str(connection["closed_at"])) - pressed < 1
    stopped = ended(turn)
    assert stopped.state == State.STOPPED
    assert told(turn).text == stopped.answer.text


def test_a_stop_keeps_what_was_shown_and_it_never_grows_back(
    alice: User, relay: RunningRelay, simulator: Simulator
) -> None:
    turn = ask(alice, "Tell me a long story [[scene:pace tokens=2000 rate=100]]")
    shows(turn, 50)
    seen = told(turn).text

    turns.stop(alice, turn.public_id)

    stopped = ended(turn)
    assert stopped.answer.text.startswith(seen)
    assert len(stopped.answer.text) < len(seen) + 200
    [request] = simulator.requests(accepted=True)
    charge = Charge.objects.get(subject=turn.public_id)
    assert charge.exactness == "estimated"
    assert charge.person_ticks == charge.ticks == stopped.ticks
    assert not stopped.exact
    print(f"stopped: estimated {charge.ticks}, the provider's bill {request['ticks']}")  # noqa: T201


def test_a_stop_before_a_relay_has_it_costs_nothing(alice: User, transactional_db: None) -> None:
    turn = ask(alice, "Never mind")

    turns.stop(alice, turn.public_id)

    stopped = ended(turn)
    assert stopped.state == State.STOPPED
    assert told(turn).ended
    assert not Charge.objects.exists()
    assert Allowance.objects.get(owner=alice).held == 0


def test_what_was_stopped_while_no_relay_was_there_is_never_sent(
    alice: User, transactional_db: None, simulator: Simulator
) -> None:
    turn = ask(alice, "Never mind")
    Turn.objects.filter(pk=turn.pk).update(stop_asked_at=turn.asked_at)
    relay = RunningRelay()

    relay.start()

    stopped = ended(turn)
    relay.stop()
    assert stopped.state == State.STOPPED
    assert simulator.requests() == []


def test_a_stop_while_the_provider_lets_us_wait_costs_nothing(
    alice: User, relay: RunningRelay, simulator: Simulator
) -> None:
    turn = ask(alice, "Why? [[scene:rate_limited retry_after=10]]")
    until(lambda: Turn.objects.filter(pk=turn.pk, turned_away=1).exists(), "the relay has read that it was turned away")

    turns.stop(alice, turn.public_id)

    assert ended(turn).state == State.STOPPED
    assert not Charge.objects.exists()
    assert Allowance.objects.get(owner=alice).held == 0


def test_a_stop_names_its_turn_and_touches_no_other(alice: User, relay: RunningRelay, simulator: Simulator) -> None:
    turn = ask(alice, "One [[scene:pace tokens=2000 rate=40]]")
    other = ask(alice, "Two [[scene:pace tokens=60 rate=60]]")
    shows(turn)

    turns.stop(alice, turn.public_id)
    turns.stop(alice, turn.public_id)

    assert ended(turn).state == State.STOPPED
    assert ended(other).state == State.FINISHED


def test_an_old_stop_does_not_touch_the_next_run(alice: User, relay: RunningRelay, simulator: Simulator) -> None:
    turn = ask(alice, "One [[scene:pace tokens=2000 rate=40 times=1]]")
    shows(turn)
    turns.stop(alice, turn.public_id)
    ended(turn)

    again = turns.retry(alice, turn.public_id, key="again-0001")
    turns.stop(alice, turn.public_id)

    assert ended(Turn.objects.get(public_id=again.turn)).state == State.FINISHED


def test_nobody_else_can_stop_it(
    alice: User, bob: User, relay: RunningRelay, simulator: Simulator, client: Client
) -> None:
    turn = ask(alice, "Mine [[scene:pace tokens=80 rate=40]]")
    shows(turn)
    client.force_login(bob, backend="allauth.account.auth_backends.AuthenticationBackend")

    answer = client.post(f"/turns/{turn.public_id}/stop/", headers={"HX-Request": "true"})

    assert answer.status_code == 404
    assert ended(turn).state == State.FINISHED


def test_a_stop_is_heard_at_once_and_not_only_at_the_next_checkpoint(
    alice: User, transactional_db: None, simulator: Simulator, settings: Settings
) -> None:
    settings.RELAY_CHECKPOINT_SECONDS, settings.RELAY_LEASE_SECONDS = 20, 60
    relay = RunningRelay()
    relay.start()
    turn = ask(alice, "Tell me a long story [[scene:pace tokens=2000 rate=40]]")
    shows(turn)

    turns.stop(alice, turn.public_id)

    simulator.wait_for(lambda it: not it.open_connections(), seconds=2)
    relay.stop()


def test_a_stop_whose_doorbell_was_lost_is_found_at_the_next_checkpoint(
    alice: User, relay: RunningRelay, simulator: Simulator
) -> None:
    turn = ask(alice, "Tell me a long story [[scene:pace tokens=2000 rate=40]]")
    shows(turn)

    Turn.objects.filter(pk=turn.pk).update(stop_asked_at=turn.asked_at)

    simulator.wait_for(lambda it: not it.open_connections(), seconds=3)
    assert ended(turn).state == State.STOPPED


def test_a_stop_is_found_while_another_reply_waits_for_money(
    alice: User, bob: User, relay: RunningRelay, simulator: Simulator, other_connection: BaseDatabaseWrapper
) -> None:
    poor = ask(bob, "One [[scene:pace tokens=2000 rate=40]]")
    shows(poor)
    turn = ask(alice, "Two [[scene:pace tokens=2000 rate=40]]")
    shows(turn)
    held = poor.hold.ticks

    with other_connection.cursor() as elsewhere:
        elsewhere.execute("SELECT ticks FROM usage_hold WHERE id = %s FOR UPDATE", [poor.hold_id])
        outgrown(relay, poor)
        until(somebody_waits, "the hold is asked for")
        Turn.objects.filter(pk=turn.pk).update(stop_asked_at=turn.asked_at)

        assert ended(turn, seconds=5).state == State.STOPPED
        assert Turn.objects.get(pk=poor.pk).is_open
    other_connection.rollback()

    until(lambda: Hold.objects.get(subject=poor.public_id).ticks > held, "the hold has grown")
    turns.stop(bob, poor.public_id)
    assert ended(poor).state == State.STOPPED


@pytest.fixture
def other_connection(transactional_db: None) -> Iterator[BaseDatabaseWrapper]:
    """A transaction of somebody else's."""
    other = connection.copy()
    other.set_autocommit(False)
    yield other
    other.rollback()
    other.close()


def test_a_stop_before_the_provider_accepted_costs_the_person_nothing(
    alice: User, relay: RunningRelay, simulator: Simulator
) -> None:
    turn = ask(alice, "Hello [[scene:hang_before_headers seconds=30]]")
    until(lambda: bool(simulator.open_connections()), "the provider was asked")

    turns.stop(alice, turn.public_id)

    assert ended(turn).ticks in (0, None)
    assert all(charge.payer == Payer.HOUSE for charge in Charge.objects.filter(subject=turn.public_id))
