"""Whatever happens in whatever order, money is conserved. The world below is the judge: it counts for itself."""

import uuid
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import User
from tests.usage.conftest import person
from tests.usage.money_spent import CENT
from usage import allowances, attempts, holds, ledger, sweeps
from usage.limits import NoMoney
from usage.models import Allowance, Attempt, Budget, Charge, Hold, Payer

PEOPLE = 3
LIMIT = 1000 * CENT
amount = st.integers(0, 450 * CENT)
which = st.integers(0, 30)
step = st.one_of(
    st.tuples(st.just("reserve"), st.integers(0, PEOPLE), amount),
    st.tuples(st.just("reserve"), st.integers(0, PEOPLE), amount),
    st.tuples(st.just("grow"), which, amount),
    st.tuples(st.just("begin"), which, st.sampled_from([None, "person", "house"])),
    st.tuples(st.just("begin"), which, st.sampled_from([None, "person", "house"])),
    st.tuples(st.just("charge"), which, amount),
    st.tuples(st.just("charge"), which, amount),
    st.tuples(st.just("not_billed"), which, st.none()),
    st.tuples(st.just("settle"), which, st.none()),
    st.tuples(st.just("sweep"), which, st.none()),
)


class World:
    """Some people, and what was really asked of the provider: the judge's own account of it."""

    def __init__(self, people: list[User]) -> None:
        self.people = people
        self.holds: list[Hold] = []
        self.sends: list[Attempt] = []
        self.billed: dict[int, int] = {}  # what the provider billed for each send, the first time it said so

    def act(self, name: str, number: int, value: object) -> None:
        """Do one step; a refusal for want of money is an answer like any other."""
        verb: Callable[[int, object], None] = getattr(self, name)
        try:
            verb(number, value)
        except (NoMoney, attempts.HoldEnded):
            return

    def reserve(self, number: int, ticks: object) -> None:
        assert isinstance(ticks, int)
        if number == PEOPLE:
            self.holds.append(holds.reserve_house(ticks, purpose="title", subject=uuid.uuid4()))
        else:
            self.holds.append(holds.reserve(self.people[number], ticks, purpose="reply", subject=uuid.uuid4()))

    def grow(self, number: int, ticks: object) -> None:
        assert isinstance(ticks, int)
        if self.holds:
            holds.grow(self.holds[number % len(self.holds)], ticks)

    def begin(self, number: int, payer: object) -> None:
        if self.holds:
            hold = self.holds[number % len(self.holds)]
            payer = payer if isinstance(payer, str) else None
            self.sends.append(attempts.begin(hold, endpoint="/v1", engine="grok", request_id="click", payer=payer))

    def charge(self, number: int, ticks: object) -> None:
        assert isinstance(ticks, int)
        if self.sends:
            send = self.sends[number % len(self.sends)]
            entry = attempts.charge(send, ticks=ticks, exact=True)
            assert entry.ticks == self.billed.setdefault(send.pk, entry.ticks)

    def not_billed(self, number: int, _: object) -> None:
        if self.sends:
            attempts.not_billed(self.sends[number % len(self.sends)], error_type="refused")

    def settle(self, number: int, _: object) -> None:
        if self.holds:
            holds.settle(self.holds[number % len(self.holds)])

    def sweep(self, number: int, _: object) -> None:
        if self.holds:
            hold = self.holds[number % len(self.holds)]
            Hold.objects.filter(pk=hold.pk).update(due_at=timezone.now() - timedelta(seconds=1))
            sweeps.end_due_holds()

    def judge(self) -> None:
        """What must be true at every moment."""
        entries = list(Charge.objects.all())
        for owner in self.people:
            standing = allowances.standing(owner)
            paid = [entry.person_ticks for entry in entries if entry.owner_id == owner.pk]
            assert standing.limit == standing.left + standing.held + standing.spent == LIMIT
            assert sum(paid) <= LIMIT
        assert all(0 <= entry.person_ticks <= entry.ticks for entry in entries)
        assert len({entry.attempt_id for entry in entries}) == len(entries)
        assert all(entry.ticks == self.billed.get(entry.attempt_id, entry.ticks) for entry in entries)
        assert set(self.billed) <= {entry.attempt_id for entry in entries}
        assert not ledger.prove().differences

    def end(self) -> None:
        """Time passes; everything must come to its end, and every tick must be somewhere."""
        Hold.objects.update(due_at=timezone.now() - timedelta(seconds=1))
        sweeps.end_due_holds()
        entries = list(Charge.objects.all())
        assert not Hold.objects.open().exists()
        assert not Attempt.objects.open().exists()
        assert not Allowance.objects.exclude(held=0).exists()
        budget = Budget.objects.first()
        assert (budget.held, budget.spent) == (0, sum(entry.ticks for entry in entries)) if budget else not entries
        for owner in self.people:
            paid = sum(entry.person_ticks for entry in entries if entry.owner_id == owner.pk)
            assert allowances.standing(owner).spent == paid
        once = [entry.hold_id for entry in entries if entry.payer == Payer.PERSON]
        assert len(set(once)) == len(once)


@pytest.mark.django_db
@settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(step, min_size=3, max_size=30))
def test_whatever_happens_money_is_conserved_and_every_hold_ends(
    db: None, steps: list[tuple[str, int, object]]
) -> None:
    with transaction.atomic():
        world = World([person(f"p{number}@example.org", f"P{number}") for number in range(PEOPLE)])

        for name, number, value in steps:
            world.act(name, number, value)
        world.judge()
        world.end()

        world.judge()
        transaction.set_rollback(True)
