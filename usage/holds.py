"""Putting money aside before anything is sent, and ending that.

Of parallel clicks each finds its room in one conditional UPDATE: the database lets them through one after the other,
so together they never hold more than there is. Rows are always locked in the same order (hold, allowance, budget), so
that nobody waits in a circle; a caller that settles one hold and reserves another in one transaction settles first.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F, Value
from django.utils import timezone

from accounts.models import User
from usage import allowances, limits
from usage.limits import NoMoney, OverAllowance, OverBudget
from usage.models import Allowance, Budget, Hold, Payer
from usage.months import this_month

__all__ = [
    "NoMoney",
    "OverAllowance",
    "OverBudget",
    "Part",
    "grow",
    "reserve",
    "reserve_house",
    "reserve_together",
    "settle",
    "settle_together",
]

END = "UPDATE usage_hold SET settled_at = %s WHERE id = %s AND settled_at IS NULL RETURNING *"

END_MANY = "UPDATE usage_hold SET settled_at = %s WHERE id = ANY(%s) AND settled_at IS NULL RETURNING *"


def reserve(owner: User, ticks: int, *, purpose: str, subject: uuid.UUID, seconds: float | None = None) -> Hold:
    """Hold a person's money in the caller's transaction; three queries. Raises OverAllowance or OverBudget.

    After `seconds` (default UNCERTAIN_HOLD_HOURS, counted anew from each send) an open hold is ended by a sweep.
    """
    month = this_month()
    with transaction.atomic(savepoint=False):
        refusal = _take_both(owner.pk, month, ticks)
        hold = None if refusal else _opened(owner, Payer.PERSON, month, ticks, purpose, subject, seconds)
    if hold is None:
        assert refusal is not None
        raise refusal
    return hold


@dataclass(frozen=True, slots=True)
class Part:
    """What one of several things that are paid for together may cost, in ticks."""

    ticks: int
    purpose: str
    subject: uuid.UUID


def reserve_together(owner: User, parts: Sequence[Part]) -> list[Hold]:
    """Hold a person's money for all of these or for none, in the caller's transaction; three queries.

    There is room for the sum, found in one step, or there is none: OverAllowance, OverBudget name the sum. Each part has
    a hold of its own, in the order of the parts: each request is settled by itself, to the tick.
    """
    month = this_month()
    with transaction.atomic(savepoint=False):
        refusal = _take_both(owner.pk, month, sum(part.ticks for part in parts))
        if not refusal:
            holds = [_new(owner, Payer.PERSON, month, part.ticks, part.purpose, part.subject, None) for part in parts]
            return Hold.objects.bulk_create(holds)
    raise refusal


def reserve_house(
    ticks: int, *, purpose: str, subject: uuid.UUID, owner: User | None = None, seconds: float | None = None
) -> Hold:
    """Hold the house's own money, for what it does by itself; `owner` is for whom. Two queries. Raises OverBudget."""
    month = this_month()
    with transaction.atomic(savepoint=False):
        refusal = _take_budget(month, ticks)
        hold = None if refusal else _opened(owner, Payer.HOUSE, month, ticks, purpose, subject, seconds)
    if hold is None:
        assert refusal is not None
        raise refusal
    return hold


def grow(hold: Hold, ticks: int) -> Hold:
    """Hold this much more, for a reply that runs past its estimate. Raises OverAllowance or OverBudget: end the reply.

    Returns the hold as it is now; one that was settled meanwhile is returned unchanged.
    """
    with transaction.atomic(savepoint=False):
        now = Hold.objects.select_for_update().get(pk=hold.pk)
        refusal = _take_more(now, ticks) if now.is_open else None
        if now.is_open and not refusal:
            now.ticks += ticks
            now.save(update_fields=["ticks"])
    if refusal:
        raise refusal
    return now


def settle(hold: Hold) -> bool:
    """End a hold: what is held is let go, what the person pays is spent. False: it had ended already.

    Charges beyond the hold are the house's (`attempts.charge` has split them). Three queries.
    """
    with transaction.atomic(savepoint=False):
        ended = list(Hold.objects.raw(END, [timezone.now(), hold.pk]))
        if not ended:
            return False
        now = ended[0]
        if now.payer == Payer.PERSON:
            Allowance.objects.filter(owner_id=now.owner_id, month=now.month).update(
                held=F("held") - now.ticks, spent=F("spent") + (now.paid or 0)
            )
        Budget.objects.filter(month=now.month).update(held=F("held") - now.ticks, spent=F("spent") + now.charged)
        return True


def settle_together(holds: Sequence[Hold]) -> int:
    """End these holds of one person as `settle` ends each; returns how many had not ended. A few queries for all."""
    with transaction.atomic(savepoint=False):
        ended = list(Hold.objects.raw(END_MANY, [timezone.now(), [hold.pk for hold in holds]]))
        for payer, owner, month in {(hold.payer, hold.owner_id, hold.month) for hold in ended}:
            mine = [hold for hold in ended if (hold.payer, hold.owner_id, hold.month) == (payer, owner, month)]
            held = sum(hold.ticks for hold in mine)
            if payer == Payer.PERSON:
                paid = sum(hold.paid or 0 for hold in mine)
                allowance = Allowance.objects.filter(owner_id=owner, month=month)
                allowance.update(held=F("held") - held, spent=F("spent") + paid)
            spent = sum(hold.charged for hold in mine)
            Budget.objects.filter(month=month).update(held=F("held") - held, spent=F("spent") + spent)
    return len(ended)


def due_after(seconds: float | None) -> timedelta:
    """How long a hold may stay open before a sweep ends it."""
    return timedelta(hours=settings.UNCERTAIN_HOLD_HOURS) if seconds is None else timedelta(seconds=seconds)


def _take_more(hold: Hold, ticks: int) -> NoMoney | None:
    if hold.payer == Payer.HOUSE:
        return _take_budget(hold.month, ticks)
    assert hold.owner_id is not None
    return _take_both(hold.owner_id, hold.month, ticks)


def _take_both(owner_id: int, month: date, ticks: int) -> NoMoney | None:
    refusal: NoMoney | None = _take_allowance(owner_id, month, ticks)
    if refusal is None:
        refusal = _take_budget(month, ticks)
        if refusal:  # given back by hand: a savepoint would cost two queries each time for what happens once a month
            Allowance.objects.filter(owner_id=owner_id, month=month).update(held=F("held") - ticks)
    return refusal


def _take_allowance(owner_id: int, month: date, ticks: int) -> OverAllowance | None:
    room = Allowance.objects.filter(owner_id=owner_id, month=month, limit__gte=F("held") + F("spent") + ticks)
    if room.update(held=F("held") + ticks):
        return None
    allowances.ensure(owner_id, month)
    if room.update(held=F("held") + ticks):
        return None
    row = Allowance.objects.get(owner_id=owner_id, month=month)
    return OverAllowance(needed=ticks, left=max(row.limit - row.held - row.spent, 0))


def _take_budget(month: date, ticks: int) -> OverBudget | None:
    limit = limits.house_budget()
    # Not as an alias of the sum: Django takes that for a 32-bit number and leaves out a comparison that exceeds one.
    room = Budget.objects.filter(month=month, held__lte=Value(limit - ticks) - F("spent"))
    if room.update(held=F("held") + ticks):
        return None
    Budget.objects.bulk_create([Budget(month=month)], ignore_conflicts=True)
    if room.update(held=F("held") + ticks):
        return None
    row = Budget.objects.get(month=month)
    return OverBudget(needed=ticks, left=max(limit - row.held - row.spent, 0))


def _opened(
    owner: User | None, payer: Payer, month: date, ticks: int, purpose: str, subject: uuid.UUID, seconds: float | None
) -> Hold:
    hold = _new(owner, payer, month, ticks, purpose, subject, seconds)
    hold.save(force_insert=True)
    return hold


def _new(
    owner: User | None, payer: Payer, month: date, ticks: int, purpose: str, subject: uuid.UUID, seconds: float | None
) -> Hold:
    due_at = timezone.now() + due_after(seconds)
    return Hold(owner=owner, payer=payer, month=month, purpose=purpose, subject=subject, ticks=ticks, due_at=due_at)
