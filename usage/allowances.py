"""A person's money of a month: what there is, and changing it."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Greatest

from accounts import audit
from accounts.models import User
from usage import limits
from usage.models import Allowance
from usage.months import this_month


class LimitTooLow(Exception):
    """A limit below what is spent and held already. `least` is the lowest possible one, in ticks."""

    def __init__(self, least: int) -> None:
        super().__init__(f"the least possible limit is {least} ticks")
        self.least = least


@dataclass(frozen=True, slots=True)
class Standing:
    """How somebody's month stands, in ticks."""

    month: date
    limit: int
    spent: int = 0
    held: int = 0
    granted: bool = False
    lasting: bool = False

    @property
    def left(self) -> int:
        """What a new hold may take."""
        return max(self.limit - self.spent - self.held, 0)


def standing(person: User, month: date | None = None) -> Standing:
    """How this (or that) month stands for a person. One query; makes no row."""
    month = month or this_month()
    latest = Allowance.objects.owned_by(person).filter(month__lte=month).order_by("-month").first()
    if latest is not None and latest.month == month:
        return Standing(month, _shown_limit(latest), latest.spent, latest.held, latest.granted, latest.lasting)
    if latest is not None and latest.lasting:
        return Standing(month, latest.limit, granted=True, lasting=True)
    return Standing(month, limits.allowance_by_default())


def _shown_limit(allowance: Allowance) -> int:
    """A limit nobody set by hand follows a raised setting when it is next in the way (`follow_setting`)."""
    if allowance.granted or allowance.month != this_month():
        return allowance.limit
    return max(allowance.limit, limits.allowance_by_default())


def ensure(owner_id: int, month: date) -> None:
    """Make the month's row if there is none, and let its limit follow the setting. Safe to repeat and to race."""
    earlier = Allowance.objects.filter(owner_id=owner_id, month__lt=month).order_by("-month").first()
    lasting = earlier is not None and earlier.lasting
    limit = earlier.limit if earlier is not None and lasting else limits.allowance_by_default()
    row = Allowance(owner_id=owner_id, month=month, limit=limit, granted=lasting, lasting=lasting)
    Allowance.objects.bulk_create([row], ignore_conflicts=True)
    follow_setting(owner_id=owner_id, month=month)


def follow_setting(*, month: date, owner_id: int | None = None) -> int:
    """Bring the limits nobody set by hand to ALLOWANCE_USD, but never below what is gone; returns how many changed."""
    default = limits.allowance_by_default()
    rows = Allowance.objects.filter(month=month, granted=False).exclude(limit=default)
    if owner_id is not None:
        rows = rows.filter(owner_id=owner_id)
    return rows.update(limit=Greatest(default, F("held") + F("spent")))


@transaction.atomic
def set_limit(person: User, ticks: int, *, by: User, reason: str, lasting: bool = False) -> Standing:
    """Give somebody a limit of their own for this month, and with `lasting` for those after. Raises LimitTooLow."""
    month = this_month()
    ensure(person.pk, month)
    row = Allowance.objects.select_for_update().get(owner=person, month=month)
    if ticks < row.held + row.spent:
        raise LimitTooLow(row.held + row.spent)
    before = {"limit": row.limit, "granted": row.granted, "lasting": row.lasting}
    row.limit, row.granted, row.lasting = ticks, True, lasting
    row.save(update_fields=["limit", "granted", "lasting"])
    after = {"limit": ticks, "granted": True, "lasting": lasting}
    audit.record(by, "allowance.set", f"person:{person.public_id}", reason, before, after)
    return Standing(month, ticks, row.spent, row.held, granted=True, lasting=lasting)
