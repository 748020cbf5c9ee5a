"""The sums agree with the entries, and what does not is found, mended and told."""

import io

import pytest
from django.core.management import CommandError, call_command

from accounts.models import AuditEntry, User
from tests.usage.money_spent import CENT, bought, held, sent
from usage import allowances, attempts, ledger, tasks
from usage.models import Allowance, Budget, Hold


@pytest.fixture
def a_lively_month(alice: User, bob: User) -> None:
    bought(alice, 12 * CENT, hold=30 * CENT)
    bought(alice, 44 * CENT, hold=40 * CENT)
    bought(bob, 3 * CENT)
    held(bob, 7 * CENT)
    attempts.charge(sent(held(bob, 9 * CENT)), ticks=8 * CENT, exact=True)


def check(*options: str) -> str:
    told = io.StringIO()
    call_command("check_ledger", *options, stdout=told)
    return told.getvalue()


def test_a_lively_month_proves_itself(a_lively_month: None) -> None:
    assert check() == "4 charges and 2 open holds: every sum agrees.\n"


@pytest.mark.parametrize("column", ["held", "spent"])
def test_a_wrong_allowance_is_told_mended_and_audited(alice: User, a_lively_month: None, column: str) -> None:
    right = Allowance.objects.get(owner=alice)
    Allowance.objects.filter(owner=alice).update(**{column: 55})

    with pytest.raises(CommandError, match="1 sums differ"):
        check()
    assert f"mended: Alice in {right.month:%Y-%m}: {column} is 55" in check("--mend")

    mended = Allowance.objects.get(owner=alice)
    assert (mended.held, mended.spent) == (right.held, right.spent) == (0, 52 * CENT)
    audited = AuditEntry.objects.get(action="ledger.mended")
    assert audited.before
    assert audited.after
    assert (audited.before[column], audited.after[column]) == (55, getattr(right, column))
    assert audited.target == f"allowance:{alice.public_id}:{right.month:%Y-%m}"
    assert "every sum agrees" in check()


@pytest.mark.parametrize("column", ["held", "spent"])
def test_a_wrong_budget_is_mended(a_lively_month: None, column: str) -> None:
    right = Budget.objects.get()
    Budget.objects.update(**{column: 55})

    tasks.reconcile()

    assert Budget.objects.get() == right
    assert (right.held, right.spent) == (16 * CENT, 59 * CENT)
    assert AuditEntry.objects.filter(action="ledger.mended").count() == 1


def test_a_wrong_hold_is_mended_to_its_charges(a_lively_month: None) -> None:
    Hold.objects.filter(charged=8 * CENT).update(charged=5 * CENT, paid=None)

    tasks.reconcile()

    assert Hold.objects.filter(charged=8 * CENT, paid=8 * CENT).exists()
    assert not ledger.prove().differences


def test_mending_never_leaves_an_allowance_beyond_its_limit(alice: User, a_lively_month: None) -> None:
    Allowance.objects.filter(owner=alice).update(spent=0, limit=CENT, granted=True)

    tasks.reconcile()

    mended = Allowance.objects.get(owner=alice)
    assert (mended.spent, mended.limit) == (52 * CENT, 52 * CENT)


def test_a_difference_that_went_away_meanwhile_is_not_mended(alice: User, a_lively_month: None) -> None:
    Allowance.objects.filter(owner=alice).update(held=55)
    difference = ledger.prove().differences[0]
    Allowance.objects.filter(owner=alice).update(held=0)

    assert ledger.mend(difference) is False

    assert not AuditEntry.objects.exists()


def test_limits_nobody_set_follow_the_setting(alice: User, bob: User, settings: object) -> None:
    bought(alice, CENT)
    bought(bob, CENT)
    allowances.set_limit(bob, 50 * CENT, by=bob, reason="He asked for less")
    settings.ALLOWANCE_USD = 20  # type: ignore[attr-defined]

    tasks.reconcile()

    assert Allowance.objects.get(owner=alice).limit == 2000 * CENT
    assert Allowance.objects.get(owner=bob).limit == 50 * CENT
