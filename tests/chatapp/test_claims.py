"""Many turns are claimed at once: each as its own row says, and for no more queries than one."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import User
from chatapp.line import order
from chatapp.models import State, Turn
from chatapp.relay import claims
from tests.chatapp.relays import RunningRelay, ask, ended
from tests.support.simulator import Simulator
from usage import holds
from usage.models import Allowance, Attempt, Charge


def three(alice: User) -> tuple[Turn, Turn, Turn]:
    """One to be sent, one whose money a sweep has let go, one that somebody asked to stop."""
    sent, settled, stopped = (ask(alice, text) for text in ("One?", "Two?", "Three?"))
    holds.settle(settled.hold)
    Turn.objects.filter(pk=stopped.pk).update(stop_asked_at=timezone.now())
    return sent, settled, stopped


def due() -> list[int]:
    """Everybody in line."""
    return [waiting.id for waiting in order.first(claims.AT_ONCE)]


def queries_of_a_claim(count: int) -> int:
    """Claim what is due; returns how many queries it took."""
    with CaptureQueriesContext(connection) as captured:
        claimed = claims.take(due())
    assert len(claimed) == count
    assert all(turn.send for turn in claimed)
    return len(captured)


@pytest.mark.django_db
def test_each_of_many_is_claimed_as_its_own_row_says(alice: User) -> None:
    sent, settled, stopped = three(alice)

    claimed = {turn.id: turn for turn in claims.take(due())}

    assert claimed.keys() == {sent.pk, settled.pk, stopped.pk}
    assert {pk for pk, turn in claimed.items() if turn.send} == {sent.pk}
    assert {pk for pk, turn in claimed.items() if turn.stop_asked} == {stopped.pk}
    send = claimed[sent.pk].send
    assert send is not None
    assert send.request.messages[-1].text == "One?"
    assert send.attempt == Attempt.objects.get()
    assert send.attempt.hold == sent.hold
    assert claims.take(due()) == []


def test_each_of_many_comes_to_its_own_end(alice: User, transactional_db: None, simulator: Simulator) -> None:
    sent, settled, stopped = three(alice)
    relay = RunningRelay()

    relay.start()

    ends = [ended(turn) for turn in (sent, settled, stopped)]
    relay.stop()
    assert [(turn.state, turn.notice) for turn in ends] == [
        (State.FINISHED, ""),
        (State.FAILED, "too_late"),
        (State.STOPPED, ""),
    ]
    [request] = simulator.requests()
    assert Charge.objects.get().trace == request["trace"]
    assert Allowance.objects.get(owner=alice).held == 0


@pytest.mark.django_db
def test_claiming_many_takes_as_many_queries_as_claiming_one(alice: User) -> None:
    ask(alice, "One?")
    of_one = queries_of_a_claim(1)
    for text in ("Two?", "Three?", "Four?"):
        ask(alice, text)

    assert queries_of_a_claim(3) == of_one
