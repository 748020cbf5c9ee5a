"""A person's money of a month, and changing it."""

from datetime import date

import pytest
from pytest_django import DjangoAssertNumQueries, Settings

from accounts.models import AuditEntry, User
from tests.usage.money_spent import CENT, bought, held
from usage import allowances, holds
from usage.models import Allowance

NOVEMBER, DECEMBER, JANUARY = date(2026, 11, 1), date(2026, 12, 1), date(2027, 1, 1)


@pytest.fixture
def calendar(monkeypatch: pytest.MonkeyPatch) -> "Calendar":
    return Calendar(monkeypatch)


class Calendar:
    """Turns the page for the modules that ask which month it is."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self._monkeypatch = monkeypatch
        self.turn_to(NOVEMBER)

    def turn_to(self, month: date) -> None:
        for module in (allowances, holds):
            self._monkeypatch.setattr(module, "this_month", lambda: month)


def test_somebody_who_spent_nothing_has_the_usual_allowance(
    alice: User, settings: Settings, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    settings.ALLOWANCE_USD = 7.5

    with django_assert_num_queries(1):
        standing = allowances.standing(alice)

    assert (standing.limit, standing.left, standing.granted) == (750 * CENT, 750 * CENT, False)
    assert not Allowance.objects.exists()


def test_an_administrator_raises_one_persons_limit_with_a_reason(alice: User, bob: User, ada: User) -> None:
    held(alice, 990 * CENT)
    held(bob, 990 * CENT)

    standing = allowances.set_limit(alice, 3000 * CENT, by=ada, reason="A film for the fair")

    assert standing == allowances.standing(alice)
    assert (standing.limit, standing.left) == (3000 * CENT, 2010 * CENT)
    assert held(alice, 2000 * CENT).is_open
    with pytest.raises(holds.OverAllowance):
        held(bob, 20 * CENT)
    entry = AuditEntry.objects.get()
    assert (entry.actor, entry.action, entry.reason) == (ada, "allowance.set", "A film for the fair")
    assert entry.before
    assert entry.after
    assert (entry.target, entry.before["limit"], entry.after["limit"]) == (
        f"person:{alice.public_id}",
        1000 * CENT,
        3000 * CENT,
    )


def test_a_limit_is_not_set_below_what_is_gone_already(alice: User, ada: User) -> None:
    bought(alice, 300 * CENT)
    held(alice, 100 * CENT)

    with pytest.raises(allowances.LimitTooLow) as refused:
        allowances.set_limit(alice, 399 * CENT, by=ada, reason="Less")

    assert refused.value.least == 400 * CENT
    assert allowances.set_limit(alice, 400 * CENT, by=ada, reason="No more").left == 0


def test_a_limit_for_one_month_ends_with_it(alice: User, ada: User, calendar: Calendar) -> None:
    allowances.set_limit(alice, 3000 * CENT, by=ada, reason="A film")

    calendar.turn_to(DECEMBER)
    held(alice, CENT)

    assert allowances.standing(alice).limit == 1000 * CENT


def test_a_lasting_limit_goes_on_over_months_without_use_until_it_is_changed(
    alice: User, ada: User, calendar: Calendar
) -> None:
    allowances.set_limit(alice, 3000 * CENT, by=ada, reason="She teaches", lasting=True)

    calendar.turn_to(JANUARY)
    before = allowances.standing(alice)
    held(alice, 2500 * CENT)
    during = allowances.standing(alice)
    allowances.set_limit(alice, 2600 * CENT, by=ada, reason="Once more")
    calendar.turn_to(date(2027, 2, 1))

    assert before.limit == during.limit == 3000 * CENT
    assert during.lasting
    assert allowances.standing(alice).limit == 1000 * CENT


def test_a_raised_setting_helps_at_once_and_a_lowered_one_next_month(
    alice: User, settings: Settings, calendar: Calendar
) -> None:
    held(alice, 900 * CENT)
    settings.ALLOWANCE_USD = 20
    assert allowances.standing(alice).limit == 2000 * CENT
    assert held(alice, 1000 * CENT).is_open
    settings.ALLOWANCE_USD = 5

    with pytest.raises(holds.OverAllowance):
        held(alice, 200 * CENT)

    assert allowances.standing(alice).held == 1900 * CENT
    calendar.turn_to(DECEMBER)
    assert allowances.standing(alice).limit == 500 * CENT


def test_a_suspended_allowance_of_nothing_refuses_everything_but_the_free(alice: User, settings: Settings) -> None:
    settings.ALLOWANCE_USD = 0

    assert held(alice, 0).is_open
    with pytest.raises(holds.OverAllowance):
        held(alice, 1)
