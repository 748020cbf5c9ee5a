"""While an engine is asked who should answer: a Stop, a drain, a lost lease, a full line. Nothing is sent or billed for it."""

import asyncio
import time
from collections.abc import Coroutine
from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest
from pytest_django import Settings

import xai
from accounts.models import User
from chatapp import tasks, turns
from chatapp.closing import Bill
from chatapp.engines import helping
from chatapp.engines.choosing import AUTO, Choice
from chatapp.line.usher import Usher
from chatapp.models import Look, State, Turn
from chatapp.relay import claims, handing_over, second_look
from chatapp.relay.carrier import Carrier, Why
from chatapp.relay.claims import Claimed
from chatapp.relay.handing_over import Handed, To
from chatapp.relay.writer import Writer
from chatapp.threads import Threads
from tests.chatapp.engines.test_second_look import RULES, STRONG, UNSURE, a_kind, asked, helpers, looks, says
from tests.chatapp.queues import over
from tests.chatapp.relays import RunningRelay, ended, told, until
from tests.support.processes import Processes
from tests.support.simulator import Simulator
from usage import estimates
from usage.ledger import prove
from usage.models import Allowance, Attempt, Charge, Hold, Payer

pytestmark = pytest.mark.django_db(transaction=True)

SILENT = "hang_before_headers times=1"


@pytest.fixture(autouse=True)
def _patient(settings: Settings) -> None:
    settings.AUTO_ASKS_SECONDS = 10


def choosing(alice: User, simulator: Simulator) -> Turn:
    """A turn for which an engine is asked that says nothing."""
    simulator.set_scene(SILENT, routes=["responses"], helpers=True)
    turn = asked(alice)
    until(lambda: bool(simulator.open_connections()), "somebody is asked")
    until(lambda: told(turn).state == "choosing", "and that is told")
    return turn


def claimed(turn: Turn) -> Claimed:
    [mine] = claims.take([turn.pk])
    return mine


def played(story: Coroutine[Any, Any, None]) -> None:
    async def whole() -> None:
        try:
            await story
        finally:
            await xai.aclose()

    asyncio.run(whole())


def stolen(turn: Turn) -> None:
    """Another relay has it."""
    Turn.objects.filter(pk=turn.pk).update(lease=uuid4())


def given_back(turn: Turn) -> bool:
    tasks.reap()
    return Turn.objects.filter(pk=turn.pk, state=State.WAITING).exists()


def other() -> To:
    engine = xai.known_engine(STRONG)
    assert engine is not None
    return To(engine, "medium", {"look": Look.NONE})


def test_a_stop_while_choosing_ends_it_at_once_and_costs_the_person_nothing(
    alice: User, simulator: Simulator, relay: RunningRelay
) -> None:
    turn = choosing(alice, simulator)
    pressed = time.monotonic()

    turns.stop(alice, turn.public_id)

    stopped = ended(turn)
    assert stopped.state == State.STOPPED
    assert time.monotonic() - pressed < 5, "the engine that is asked had ten"
    assert simulator.requests(stream=True) == []
    assert [(look.payer, look.person_ticks) for look in looks()] == [(Payer.HOUSE, 0)]
    assert Charge.objects.count() == 1
    assert Allowance.objects.get(owner=alice).spent == 0
    assert not Hold.objects.filter(settled_at=None).exists()


def test_a_relay_that_leaves_while_choosing_gives_the_question_back(
    alice: User, simulator: Simulator, relay: RunningRelay, settings: Settings
) -> None:
    settings.DRAIN_SECONDS = 0.1
    turn = choosing(alice, simulator)

    relay.stop()

    turn.refresh_from_db()
    assert (turn.state, turn.look) == (State.WAITING, Look.NONE)
    another = RunningRelay()
    another.start()
    answered = ended(turn)
    another.stop()
    assert answered.state == State.FINISHED
    assert len(looks()) == 1
    assert Charge.objects.filter(hold=turn.hold).count() == 1


@pytest.mark.parametrize("answer", [a_kind("reasoning"), a_kind("planning"), "no kind at all"])
def test_a_relay_whose_turn_is_anothers_by_then_does_not_send_it(
    alice: User, simulator: Simulator, answer: str
) -> None:
    says(simulator, answer, scene="hang_before_headers seconds=0.5 times=1; ")
    turn = asked(alice)
    mine = claimed(turn)
    carrier = Carrier(mine, Writer())

    async def story() -> None:
        threads = Threads()
        looking = asyncio.create_task(second_look.taken(carrier, threads))
        await asyncio.to_thread(until, lambda: bool(helpers(simulator)), "the engine is asked")
        await threads.run(stolen, turn)
        assert not await looking
        await carrier.listen()
        threads.close()

    played(story())

    assert carrier.cut is Why.LOST
    assert simulator.requests(stream=True) == []


def test_what_is_anothers_is_not_handed_over_and_no_money_is_held_for_it(alice: User) -> None:
    turn = asked(alice)
    mine = claimed(turn)
    assert mine.send is not None
    stolen(turn)

    assert handing_over.hand_over(mine, mine.send, other(), Bill(error_type="not_sent")) is Handed.NOT_OURS

    assert Hold.objects.get(pk=mine.hold_id).ticks == mine.hold_ticks
    assert Turn.objects.get(pk=turn.pk).engine == RULES


def test_the_hold_covers_what_the_other_engine_reads_though_the_first_had_no_room_for_it(alice: User) -> None:
    long = over(asked(alice, "A long story. " * 4_000))
    begun = turns.send(
        alice, UNSURE, key=uuid4().hex, conversation=long.conversation.public_id, choice=Choice(AUTO, "")
    )
    mine = claimed(Turn.objects.get(public_id=begun.turn))
    assert mine.send is not None
    whole, few = mine.send.request, mine.send.request.messages[-1:]
    narrow = replace(mine.send, request=replace(whole, messages=few))
    Hold.objects.filter(pk=mine.hold_id).update(ticks=1)
    held = Allowance.objects.get(owner=alice).held

    assert handing_over.hand_over(mine, narrow, other(), Bill(error_type="not_sent")) is Handed.OVER

    wanted = estimates.chat_hold_ticks(
        other().engine,
        input_tokens=handing_over.ceiling(whole.messages),
        max_output_tokens=whole.max_output_tokens or 0,
        effort="medium",
    )
    assert Hold.objects.get(pk=mine.hold_id).ticks == wanted
    assert Allowance.objects.get(owner=alice).held == held + wanted - 1


def test_where_the_engine_that_is_asked_is_at_its_limit_nobody_waits_and_nothing_is_booked(
    alice: User, simulator: Simulator, relay: RunningRelay
) -> None:
    async def busy() -> None:
        await xai.upstream().limiter.heed(helping.helper().engine, 20)  # less than our own limiter waits otherwise

    played(busy())
    began = time.monotonic()

    turn = ended(asked(alice))

    assert (turn.state, turn.engine, turn.looked) == (State.FINISHED, RULES, None)
    assert time.monotonic() - began < 8, "the engine that is asked had ten"
    assert looks() == []
    assert Attempt.objects.filter(hold__purpose="router", state="not_billed").count() == 1


def test_a_turn_that_is_let_in_again_while_it_is_let_go_keeps_its_new_ticket(alice: User, simulator: Simulator) -> None:
    turn = asked(alice)

    async def story() -> None:
        threads = Threads()
        usher = Usher(threads)
        [mine] = (await usher.next(1)).claimed
        first = usher.taken_up(turn.public_id)
        assert mine.send is not None
        await threads.run(handing_over.hand_over, mine, mine.send, other(), Bill(error_type="not_sent"))
        assert len((await usher.next(1)).claimed) == 1

        await usher.left(first, 0, well=False)

        second = usher.taken_up(turn.public_id)
        assert first is not None
        assert second is not None
        assert (first.engine, second.engine) == (RULES, STRONG)
        threads.close()

    played(story())


def test_the_receipt_has_all_that_was_paid_however_the_turn_ends(
    alice: User, simulator: Simulator, processes: Processes, settings: Settings
) -> None:
    says(simulator, a_kind("planning"))
    dying = processes.relay(AUTO_ASKS_SECONDS="10")
    turn = asked(alice, f"{UNSURE} [[scene:slow_first_token seconds=30]]")
    assert turn.look
    until(lambda: told(turn).state == "thinking", "it is accepted", seconds=30)
    dying.kill9()
    until(lambda: given_back(turn), "given back")

    turns.stop(alice, turn.public_id)

    stopped = ended(turn)
    paid = Charge.objects.filter(payer=Payer.PERSON, subject=turn.public_id).values_list("person_ticks", flat=True)
    assert len(paid) == 2, "the look, and the send that was accepted"
    assert stopped.ticks == sum(paid) == Allowance.objects.get(owner=alice).spent
    assert not stopped.exact
    assert prove().differences == ()
