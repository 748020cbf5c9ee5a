"""Proof that the sums agree, and the mending of those that do not.

What is kept in rows that change (held, spent, charged, paid) follows from those that do not (charges) and from open
holds. A difference is a fault of ours, or a hand in the database: the row is brought to what the entries say, and the
mending is an audit row.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import structlog
from django.db import transaction
from django.db.models import BigIntegerField, F, Model, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce, Greatest

from accounts import audit
from usage.models import Allowance, Budget, Charge, Hold, Payer

log = structlog.get_logger(__name__)
Kept = dict[str, int | None]

NOBODY_YET = -1  # stands for "nobody has paid" where two columns are compared


@dataclass(frozen=True, slots=True)
class Difference:
    """One row that says something else than the entries under it; amounts are ticks."""

    row: Model
    kept: Kept
    true: Kept

    def __str__(self) -> str:
        wrong = [name for name in self.kept if self.kept[name] != self.true[name]]
        said = (f"{name} is {self.kept[name]}, the entries say {self.true[name]}" for name in wrong)
        return f"{self.row}: {'; '.join(said)}"


@dataclass(frozen=True, slots=True)
class Proof:
    """What was looked at, and what did not agree."""

    charges: int
    open_holds: int
    differences: tuple[Difference, ...]


def prove(since: date | None = None) -> Proof:
    """Compare every sum with its entries, of all months or of those since; changes nothing."""
    months = Q(month__gte=since) if since else Q()
    differences = tuple(_difference(row) for rows in _all(months) for row in _wrong(rows))
    return Proof(Charge.objects.filter(months).count(), Hold.objects.open().filter(months).count(), differences)


def mend(difference: Difference) -> bool:
    """Bring one row to what its entries say, with an audit row. False: by now it agrees."""
    model = type(difference.row)
    with transaction.atomic():
        # The lock first, the sums in a statement of their own: whoever changes them waits for this row, so they are settled.
        model._default_manager.select_for_update().get(pk=difference.row.pk)
        row = _wrong(model._default_manager.filter(pk=difference.row.pk)).first()
        if row is None:
            return False
        now = _difference(row)
        _bring(now)
        audit.record(None, "ledger.mended", _target(row), str(now), now.kept, now.true)
        log.error("ledger_mended", row=str(row), kept=now.kept, true=now.true)
    return True


def _all(months: Q) -> Iterator[QuerySet[Any]]:
    """Holds first: what they say is mended before what is summed over them."""
    yield Hold.objects.filter(months)
    yield Allowance.objects.filter(months)
    yield Budget.objects.filter(months)


def _sum(rows: QuerySet[Any], column: str, by: tuple[str, ...]) -> Coalesce:
    """The sum over the rows that belong to the outer row by these columns."""
    matching = rows.filter(**{name: OuterRef("pk" if name == "hold" else name) for name in by}).order_by()
    total = matching.values(*by).annotate(total=Sum(column)).values("total")
    return Coalesce(Subquery(total), Value(0), output_field=BigIntegerField())


def _true(model: type[Model]) -> Mapping[str, Coalesce]:
    """What each kept column must be, from the entries."""
    ended = Charge.objects.filter(hold__settled_at__isnull=False)
    if model is Hold:
        paid = Charge.objects.filter(hold=OuterRef("pk"), payer=Payer.PERSON).values("person_ticks")
        nobody = Value(NOBODY_YET)
        return {
            "charged": _sum(Charge.objects.all(), "ticks", ("hold",)),
            "paid": Coalesce(Subquery(paid), nobody, output_field=BigIntegerField()),
        }
    if model is Allowance:
        held = Hold.objects.open().filter(payer=Payer.PERSON)
        by = ("owner", "month")
        return {"held": _sum(held, "ticks", by), "spent": _sum(ended, "person_ticks", by)}
    return {"held": _sum(Hold.objects.open(), "ticks", ("month",)), "spent": _sum(ended, "ticks", ("month",))}


def _wrong(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Those whose columns differ from the truth. One statement, so that it sees one moment."""
    true = _true(rows.model)
    differs = Q()
    for name in true:
        differs |= ~Q(**{f"kept_{name}": F(f"true_{name}")})
    kept = {f"kept_{name}": Coalesce(F(name), Value(NOBODY_YET), output_field=BigIntegerField()) for name in true}
    both = kept | {f"true_{name}": value for name, value in true.items()}
    compared: QuerySet[Any] = rows.annotate(**both)
    return compared.filter(differs)


def _difference(row: Model) -> Difference:
    names = _true(type(row))
    kept = {name: getattr(row, name) for name in names}
    true = {
        name: None if getattr(row, f"true_{name}") == NOBODY_YET else getattr(row, f"true_{name}") for name in names
    }
    return Difference(row, kept, true)


def _bring(difference: Difference) -> None:
    row, true = difference.row, difference.true
    if isinstance(row, Allowance):
        needed = (true["held"] or 0) + (true["spent"] or 0)
        Allowance.objects.filter(pk=row.pk).update(limit=Greatest(F("limit"), Value(needed)), **true)
    else:
        type(row)._default_manager.filter(pk=row.pk).update(**true)


def _target(row: Model) -> str:
    if isinstance(row, Hold):
        return f"{row.purpose}:{row.subject}"
    if isinstance(row, Allowance):
        return f"allowance:{row.owner.public_id}:{row.month:%Y-%m}"
    return f"budget:{getattr(row, 'month', None):%Y-%m}"
