"""Money is put aside before anything is sent, and let go afterwards."""

import uuid

from django.db import transaction
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from tests.usage.conftest import CENT, something
from usage import allowances, attempts, holds
from usage.models import Attempt, Budget, Hold


def sent(hold: Hold, **changes: object) -> Attempt:
    told = {"endpoint": "/v1/responses", "engine": "grok-4.7", "request_id": uuid.uuid4().hex, **changes}
    return attempts.begin(hold, **told)  # type: ignore[arg-type]


def test_a_hold_is_kept_from_the_month_until_it_is_settled(alice: User) -> None:
    hold = holds.reserve(alice, 30 * CENT, purpose="reply", subject=something())
    during = allowances.standing(alice)
    attempts.charge(sent(hold), ticks=12 * CENT, exact=True)
    holds.settle(hold)

    after = allowances.standing(alice)

    assert (during.held, during.spent, during.left) == (30 * CENT, 0, 970 * CENT)
    assert (after.held, after.spent, after.left) == (0, 12 * CENT, 988 * CENT)
    budget = Budget.objects.get()
    assert (budget.held, budget.spent) == (0, 12 * CENT)


def test_a_hold_takes_three_queries_and_ending_one_few(
    alice: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    holds.reserve(alice, CENT, purpose="reply", subject=something())

    with transaction.atomic():
        with django_assert_num_queries(3):
            hold = holds.reserve(alice, CENT, purpose="reply", subject=something())
        send = sent(hold)
        with django_assert_num_queries(8):
            attempts.charge(send, ticks=CENT, exact=True)
            holds.settle(hold)
