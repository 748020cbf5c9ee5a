"""Money is put aside before anything is sent, and let go afterwards."""

import uuid
from datetime import date

import pytest
from django.db import transaction
from pytest_django import DjangoAssertNumQueries, Settings

from accounts.models import User
from tests.usage.money_spent import CENT, held, sent
from usage import allowances, attempts, holds, months
from usage.models import Allowance, Budget, Hold


def test_a_hold_is_kept_from_the_month_until_it_is_settled(alice: User) -> None:
    hold = held(alice, 30 * CENT)
    during = allowances.standing(alice)
    attempts.charge(sent(hold), ticks=12 * CENT, exact=True)
    holds.settle(hold)

    after = allowances.standing(alice)

    assert (during.held, during.spent, during.left) == (30 * CENT, 0, 970 * CENT)
    assert (after.held, after.spent, after.left) == (0, 12 * CENT, 988 * CENT)
    budget = Budget.objects.get()
    assert (budget.held, budget.spent) == (0, 12 * CENT)


def test_nothing_is_held_beyond_the_allowance_and_the_refusal_says_what_is_left(alice: User) -> None:
    held(alice, 990 * CENT)

    with pytest.raises(holds.OverAllowance) as refused:
        held(alice, 10 * CENT + 1)

    assert (refused.value.needed, refused.value.left) == (10 * CENT + 1, 10 * CENT)
    assert held(alice, 10 * CENT).is_open  # the neighbour that just fits


def test_nothing_is_held_beyond_the_houses_budget_and_the_persons_money_stays_theirs(
    alice: User, bob: User, settings: Settings
) -> None:
    settings.HOUSE_BUDGET_USD = 12
    held(bob, 1000 * CENT)

    with pytest.raises(holds.OverBudget) as refused:
        held(alice, 201 * CENT)

    assert refused.value.left == 200 * CENT
    assert allowances.standing(alice).held == 0
    assert held(alice, 200 * CENT).is_open


def test_the_houses_own_calls_take_from_its_budget_and_from_nobodys_allowance(alice: User) -> None:
    hold = holds.reserve_house(CENT, purpose="title", subject=uuid.uuid4(), owner=alice)
    attempts.charge(sent(hold), ticks=CENT // 2, exact=True)
    holds.settle(hold)

    assert not Allowance.objects.exists()
    assert Budget.objects.get().spent == CENT // 2


def test_settling_twice_is_settling_once(alice: User) -> None:
    hold = held(alice, 5 * CENT)
    attempts.charge(sent(hold), ticks=2 * CENT, exact=True)

    assert [holds.settle(hold), holds.settle(hold)] == [True, False]

    assert allowances.standing(alice).spent == 2 * CENT
    assert Budget.objects.get().spent == 2 * CENT


def test_a_hold_for_what_was_never_sent_is_given_back_whole(alice: User) -> None:
    hold = held(alice, 5 * CENT)

    holds.settle(hold)

    assert allowances.standing(alice).left == 1000 * CENT


def test_a_hold_is_undone_with_the_transaction_that_asked_for_it(alice: User) -> None:
    with transaction.atomic():
        held(alice, 5 * CENT)
        transaction.set_rollback(True)  # what came after the hold failed

    assert not Hold.objects.exists()
    assert allowances.standing(alice).held == 0


def test_a_refusal_leaves_the_callers_transaction_usable(alice: User) -> None:
    with transaction.atomic():
        with pytest.raises(holds.OverAllowance):
            held(alice, 1001 * CENT)
        hold = held(alice, CENT)

    assert hold.is_open


def test_a_hold_of_one_month_is_settled_in_that_month(alice: User, monkeypatch: pytest.MonkeyPatch) -> None:
    november, december = date(2026, 11, 1), date(2026, 12, 1)
    monkeypatch.setattr(holds, "this_month", lambda: november)
    hold = held(alice, 5 * CENT)
    monkeypatch.setattr(holds, "this_month", lambda: december)
    held(alice, 7 * CENT)

    attempts.charge(sent(hold), ticks=3 * CENT, exact=True)
    holds.settle(hold)

    assert allowances.standing(alice, november).spent == 3 * CENT
    assert allowances.standing(alice, december).spent == 0
    assert allowances.standing(alice, december).held == 7 * CENT


def test_a_hold_grows_while_there_is_money(alice: User) -> None:
    hold = held(alice, 400 * CENT)

    grown = holds.grow(hold, 500 * CENT)
    with pytest.raises(holds.OverAllowance) as refused:
        holds.grow(hold, 101 * CENT)

    assert grown.ticks == 900 * CENT
    assert refused.value.left == 100 * CENT
    assert allowances.standing(alice).held == 900 * CENT


def test_a_settled_hold_does_not_grow(alice: User) -> None:
    hold = held(alice, 4 * CENT)
    holds.settle(hold)

    assert not holds.grow(hold, CENT).is_open

    assert allowances.standing(alice).held == 0


def test_growing_past_the_budget_takes_nothing_from_the_person(alice: User, settings: Settings) -> None:
    hold = held(alice, 4 * CENT)
    settings.HOUSE_BUDGET_USD = 0.05

    with pytest.raises(holds.OverBudget):
        holds.grow(hold, 2 * CENT)

    assert allowances.standing(alice).held == 4 * CENT


def test_a_hold_takes_three_queries_and_ending_one_seven(
    alice: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    held(alice, CENT)  # the month's rows are made once

    with transaction.atomic():
        with django_assert_num_queries(3):
            hold = held(alice, CENT)
        send = sent(hold)
        with django_assert_num_queries(7):
            attempts.charge(send, ticks=CENT, exact=True)
            holds.settle(hold)


def test_months_are_those_of_utc() -> None:
    assert months.next_month(date(2026, 12, 1)) == date(2027, 1, 1)
    assert months.parsed("2026-11") == date(2026, 11, 1)
    assert [months.parsed(words) for words in ("", "2026", "2026-13", "x", "0001-01")] == [None] * 5
