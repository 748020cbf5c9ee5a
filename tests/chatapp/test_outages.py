"""Any one process or server may die while an answer is written: nothing shown is lost, nothing is paid twice."""

import time

import pytest
from django.db import connection

from accounts.models import User
from chatapp import turns
from chatapp.models import State, Turn
from config.dev.postgres import Postgres
from config.dev.valkey import Valkey
from tests.chatapp.relays import ask, ended, shows, told, until
from tests.chatapp.tabs import Tab
from tests.support.processes import Processes, Web
from tests.support.simulator import Simulator
from usage import ledger
from usage.models import Attempt, Charge, Exactness, Payer

LONG = "[[scene:pace tokens=150 rate=40]]"


def booked_once(turn: Turn, simulator: Simulator) -> list[Charge]:
    """Every request the provider accepted has one entry, the person pays at most one, and the sums agree."""
    charges = list(Charge.objects.filter(subject=turn.public_id).order_by("pk"))
    for request in simulator.requests(accepted=True):
        charge = Charge.objects.get(trace=request["trace"])
        if charge.exactness == Exactness.REPORTED:
            assert charge.ticks == request["ticks"]
        else:
            print(f"estimated {charge.ticks}, the provider's bill {request['ticks']}")  # noqa: T201
    assert sum(charge.payer == Payer.PERSON for charge in charges) <= 1
    assert not Attempt.objects.open().exists()
    assert ledger.prove().differences == ()
    return charges


def test_a_relay_killed_in_the_middle_leaves_the_text_and_a_way_on(
    alice: User, processes: Processes, simulator: Simulator, web: Web
) -> None:
    relay = processes.relay(0)
    turn = ask(alice, f"A long one {LONG}")
    with Tab(web, alice) as tab:
        tab.watch(turn)
        seen = tab.read(turn, letters=60).text
        relay.kill9()

        processes.relay(1)

        fold = tab.read(turn)
    cut = ended(turn)
    assert (cut.state, cut.notice) == (State.INTERRUPTED, "interrupted")
    assert cut.answer.text.startswith(seen)
    assert fold.text == cut.answer.text
    [charge] = booked_once(turn, simulator)
    assert (charge.payer, charge.exactness) == (Payer.PERSON, Exactness.ESTIMATED)

    begun = turns.continue_(alice, turn.public_id, key="go-on-0001")

    whole = ended(Turn.objects.get(public_id=begun.turn))
    assert whole.state == State.FINISHED
    assert whole.answer.text.startswith(cut.answer.text)


def test_a_relay_killed_before_the_first_word_is_replaced_and_the_repeat_is_the_houses(
    alice: User, processes: Processes, simulator: Simulator, web: Web
) -> None:
    relay = processes.relay(0)
    turn = ask(alice, "Think first [[scene:slow_first_token seconds=20 times=1]]")
    until(lambda: told(turn).state == "thinking", "accepted")
    with Tab(web, alice) as tab:
        tab.watch(turn)
        relay.kill9()

        processes.relay(1)

        fold = tab.read(turn)
    answered = ended(turn)
    assert answered.state == State.FINISHED
    assert fold.text == answered.answer.text
    assert len(simulator.requests(accepted=True)) == 2
    first, second = booked_once(turn, simulator)
    assert (first.payer, second.payer) == (Payer.PERSON, Payer.HOUSE)
    assert second.exactness == Exactness.REPORTED


def test_a_turn_that_kills_every_relay_is_given_up(alice: User, processes: Processes, simulator: Simulator) -> None:
    turn = ask(alice, "Poison [[scene:slow_first_token seconds=30]]")
    for number in range(3):
        relay = processes.relay(number % 2)
        simulator.wait_for(lambda it, count=number + 1: len(it.requests(accepted=True)) == count)  # type: ignore[misc]
        relay.kill9()

    processes.relay(1)

    given_up = ended(turn)
    assert (given_up.state, given_up.notice) == (State.FAILED, "gave_up")
    assert len(simulator.requests(accepted=True)) == 3
    booked_once(turn, simulator)


@pytest.mark.parametrize("memory", ["kept", "lost"])
def test_valkey_dies_in_the_middle_and_the_answer_goes_on(
    alice: User, processes: Processes, simulator: Simulator, web: Web, valkey: Valkey, memory: str
) -> None:
    processes.relay()
    turn = ask(alice, f"A long one {LONG}")
    with Tab(web, alice) as tab:
        tab.watch(turn)
        tab.read(turn, letters=60)
        epoch = told(turn).cursor.epoch

        valkey.kill9()
        if memory == "lost":
            valkey.forget()
        valkey.start()

        fold = tab.read(turn)
    answered = ended(turn)
    assert answered.state == State.FINISHED
    assert fold.text == answered.answer.text == told(turn).text
    assert len(answered.answer.text) > 400
    if memory == "lost":
        assert told(turn).cursor.epoch > epoch
    [charge] = booked_once(turn, simulator)
    assert charge.exactness == Exactness.REPORTED


def test_an_answer_that_ends_while_valkey_is_away_is_told_when_it_is_back(
    alice: User, processes: Processes, simulator: Simulator, web: Web, valkey: Valkey
) -> None:
    processes.relay()
    turn = ask(alice, "Short [[scene:pace tokens=40 rate=40]]")
    with Tab(web, alice) as tab:
        tab.watch(turn)
        tab.read(turn, letters=20)
        valkey.kill9()
        valkey.forget()
        until(lambda: Turn.objects.get(pk=turn.pk).state == State.FINISHED, "closed without Valkey")

        valkey.start()

        fold = tab.read(turn)
    assert fold.text == ended(turn).answer.text


def test_postgres_dies_in_the_middle_and_the_words_go_on(
    alice: User, processes: Processes, simulator: Simulator, web: Web, postgres: Postgres
) -> None:
    processes.relay()
    turn = ask(alice, f"A long one {LONG}")
    with Tab(web, alice) as tab:
        tab.watch(turn)
        letters = len(tab.read(turn, letters=60).text)

        postgres.kill9()
        tab.read(turn, letters=letters + 100)
        postgres.start()

        fold = tab.read(turn)
    answered = after_the_outage(turn)
    assert answered.state == State.FINISHED
    assert fold.text == answered.answer.text
    [charge] = booked_once(turn, simulator)
    assert charge.exactness == Exactness.REPORTED


def test_an_answer_that_ends_while_postgres_is_away_is_closed_when_it_is_back(
    alice: User, processes: Processes, simulator: Simulator, postgres: Postgres
) -> None:
    processes.relay(0)
    processes.relay(1)
    turn = ask(alice, "Short [[scene:pace tokens=40 rate=40]]")
    shows(turn, 20)

    postgres.kill9()
    simulator.wait_for(lambda it: not it.open_connections())
    time.sleep(2.5)  # longer than a lease: no other relay may take it for dead when the database is back
    postgres.start()

    answered = after_the_outage(turn)
    assert (answered.state, answered.claims) == (State.FINISHED, 1)
    [charge] = booked_once(turn, simulator)
    assert charge.exactness == Exactness.REPORTED


def test_a_web_process_dies_and_the_tab_reads_on_elsewhere(
    alice: User, processes: Processes, simulator: Simulator, web: Web
) -> None:
    processes.relay()
    dying = processes.web(1)
    turn = ask(alice, f"A long one {LONG}")
    with Tab(dying, alice) as tab:
        tab.watch(turn)
        fold = tab.read(turn, letters=60)

        dying.kill9()

        assert tab.closing() == 1006
    with Tab(web, alice) as tab:
        tab.folds[str(turn.public_id)] = fold
        tab.watch(turn, fold.cursor)
        fold = tab.read(turn)
    assert fold.text == ended(turn).answer.text


def test_a_relay_that_is_asked_to_leave_finishes_first(alice: User, processes: Processes, simulator: Simulator) -> None:
    relay = processes.relay()
    turn = ask(alice, "Short [[scene:pace tokens=60 rate=40]]")
    shows(turn, 20)

    assert relay.terminate() == 0

    assert ended(turn).state == State.FINISHED


def test_a_relay_that_must_leave_keeps_the_text_and_gives_back_what_has_none(
    alice: User, processes: Processes, simulator: Simulator
) -> None:
    relay = processes.relay(0, DRAIN_SECONDS="0.5")
    writing = ask(alice, "A long one [[scene:pace tokens=3000 rate=40]]")
    thinking = ask(alice, "Think first [[scene:slow_first_token seconds=20 times=1]]")
    shows(writing, 20)
    until(lambda: told(thinking).state == "thinking")

    assert relay.terminate() == 0

    cut = ended(writing)
    assert (cut.state, cut.notice) == (State.INTERRUPTED, "restarted")
    assert cut.answer.text
    assert Turn.objects.get(pk=thinking.pk).state == State.WAITING
    simulator.wait_for(lambda it: not it.open_connections())
    processes.relay(1)
    assert ended(thinking).state == State.FINISHED
    booked_once(thinking, simulator)


def test_a_relay_that_slept_through_its_lease_writes_nothing_more(
    alice: User, processes: Processes, simulator: Simulator
) -> None:
    ghost = processes.relay(0)
    turn = ask(alice, "A long one [[scene:pace tokens=400 rate=40]]")
    shows(turn, 60)

    ghost.pause()
    processes.relay(1)
    cut = ended(turn)
    ghost.resume()

    assert cut.state == State.INTERRUPTED
    simulator.wait_for(lambda it: not it.open_connections(), seconds=15)
    again = ended(turn)
    assert again.answer.text == cut.answer.text == told(turn).text
    booked_once(turn, simulator)


def after_the_outage(turn: Turn) -> Turn:
    """This process's own connection broke, too."""
    connection.close()
    return ended(turn)
