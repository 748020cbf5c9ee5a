"""Parallel clicks, relays and sweeps, on real connections: together they never hold, spend or book too much."""

import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TypeVar

import pytest
from django.db import connection, transaction
from pytest_django import Settings

from accounts.models import User
from tests.usage.conftest import person
from tests.usage.money_spent import CENT, held, sent
from usage import allowances, attempts, holds, ledger, sweeps
from usage.models import Allowance, Budget, Charge, Hold

Result = TypeVar("Result")
pytestmark = pytest.mark.django_db(transaction=True)


def at_once(count: int, act: Callable[[int], Result]) -> list[Result | Exception]:
    """Do it `count` times at the same moment, each on a database connection of its own."""
    gate = Barrier(count)

    def one(number: int) -> Result | Exception:
        try:
            connection.ensure_connection()
            gate.wait(20)
            return act(number)
        except Exception as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(count) as threads:
        return list(threads.map(one, range(count)))


def kinds(outcomes: list[Result | Exception]) -> dict[str, int]:
    names = [type(outcome).__name__ for outcome in outcomes]
    return {name: names.count(name) for name in set(names)}


def test_parallel_clicks_of_one_person_never_hold_more_than_the_allowance() -> None:
    alice = person("alice@example.org", "Alice")
    held(alice, 0)  # the month's rows are there

    outcomes = at_once(16, lambda _: held(alice, 120 * CENT))

    assert kinds(outcomes) == {"Hold": 8, "OverAllowance": 8}  # $10 has room for eight times $1.20
    assert Allowance.objects.get().held == 8 * 120 * CENT
    assert Budget.objects.get().held == 8 * 120 * CENT
    assert not ledger.prove().differences


def test_parallel_people_never_hold_more_than_the_houses_budget(settings: Settings) -> None:
    settings.HOUSE_BUDGET_USD = 5
    people = [person(f"p{number}@example.org", f"P{number}") for number in range(12)]
    held(people[0], 0)  # the month's row is there

    outcomes = at_once(12, lambda number: held(people[number], 90 * CENT))

    assert kinds(outcomes) == {"Hold": 5, "OverBudget": 7}
    assert Budget.objects.get().held == 5 * 90 * CENT
    assert sum(Allowance.objects.values_list("held", flat=True)) == 5 * 90 * CENT


def test_clicks_inside_longer_transactions_wait_for_each_other() -> None:
    alice = person("alice@example.org", "Alice")

    def click(_: int) -> Hold:
        with transaction.atomic():
            hold = held(alice, 400 * CENT)
            Hold.objects.filter(owner=alice).count()  # what else a click does before it commits
            return hold

    outcomes = at_once(6, click)

    assert kinds(outcomes) == {"Hold": 2, "OverAllowance": 4}


def test_a_send_charged_from_many_places_at_once_has_one_entry() -> None:
    alice = person("alice@example.org", "Alice")
    hold = held(alice, 50 * CENT)
    send = sent(hold)

    def close(number: int) -> Charge:
        entry = attempts.charge(send, ticks=(number + 1) * CENT, exact=True)
        holds.settle(hold)
        return entry

    outcomes = at_once(8, close)

    entry = Charge.objects.get()
    assert outcomes == [entry] * 8
    assert allowances.standing(alice).spent == entry.ticks
    assert not ledger.prove().differences


def test_of_two_sends_charged_at_once_a_person_pays_one() -> None:
    alice = person("alice@example.org", "Alice")
    hold = held(alice, 50 * CENT)
    sends = [sent(hold) for _ in range(6)]

    at_once(6, lambda number: attempts.charge(sends[number], ticks=3 * CENT, exact=True))
    holds.settle(hold)

    assert sorted(Charge.objects.values_list("payer", flat=True)) == ["house"] * 5 + ["person"]
    assert allowances.standing(alice).spent == 3 * CENT
    assert Budget.objects.get().spent == 18 * CENT
    assert not ledger.prove().differences


def test_settling_growing_charging_and_sweeping_at_once_lose_nothing(settings: Settings) -> None:
    settings.UNCERTAIN_HOLD_HOURS = 0
    people = [person(f"p{number}@example.org", f"P{number}") for number in range(3)]
    kept = [held(owner, 60 * CENT) for owner in people]
    sends = [sent(hold) for hold in kept]

    def act(number: int) -> object:
        hold, send = kept[number % 3], sends[number % 3]
        match number // 3:
            case 0:
                return attempts.charge(send, ticks=70 * CENT, exact=True)
            case 1:
                return holds.settle(hold)
            case 2:
                return holds.grow(hold, 20 * CENT)
            case _:
                return sweeps.end_due_holds()

    outcomes = at_once(12, act)
    sweeps.end_due_holds()

    assert not [outcome for outcome in outcomes if isinstance(outcome, Exception)]
    assert Charge.objects.count() == 3
    assert not Hold.objects.open().exists()
    assert not ledger.prove().differences


def test_a_month_begun_by_many_at_once_has_one_row_each() -> None:
    alice = person("alice@example.org", "Alice")

    outcomes = at_once(8, lambda _: holds.reserve(alice, CENT, purpose="reply", subject=uuid.uuid4()))

    assert kinds(outcomes) == {"Hold": 8}
    assert Allowance.objects.count() == Budget.objects.count() == 1


def test_a_raise_and_clicks_at_once_agree(ada: User) -> None:
    alice = person("alice@example.org", "Alice")

    def act(number: int) -> object:
        if number == 0:
            return allowances.set_limit(alice, 2000 * CENT, by=ada, reason="A film for the fair")
        return held(alice, 400 * CENT)

    at_once(6, act)

    standing = allowances.standing(alice)
    assert standing.limit == 2000 * CENT
    assert standing.held == 400 * CENT * Hold.objects.open().count() <= 2000 * CENT
