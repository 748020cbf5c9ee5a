"""A person's ledger to take along: as a table for spreadsheets, and as records for the export of everything."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping

from accounts.models import User
from foundation.spreadsheets import cell
from usage import subjects
from usage.limits import TICKS_PER_USD
from usage.models import Allowance, Charge

COLUMNS = (
    "purpose", "subject", "engine", "endpoint", "input_tokens", "cached_tokens", "image_tokens", "output_tokens",
    "reasoning_tokens", "total_tokens", "exactness", "first_token_ms", "last_token_ms", "status", "error_type",
    "request_id", "upstream_request_id",
)  # fmt: skip


def as_csv(charges: Iterable[Charge]) -> str:
    """One line per request; amounts in USD with every digit."""
    table = io.StringIO()
    writer = csv.writer(table)
    writer.writerow(["when", "what", "cost_usd", "paid_by_you_usd", *COLUMNS])
    for charge in charges:
        amounts = [_usd(charge.ticks), _usd(charge.person_ticks)]
        plain = [cell(getattr(charge, name)) for name in COLUMNS]
        writer.writerow([charge.created_at.isoformat(), subjects.words(charge.purpose), *amounts, *plain])
    return table.getvalue()


def records(person: User) -> Iterator[Mapping[str, object]]:
    """Everything the ledger holds about a person."""
    for allowance in Allowance.objects.owned_by(person).order_by("month"):
        months = {"month": allowance.month.isoformat(), "limit": allowance.limit, "spent": allowance.spent}
        yield {"kind": "allowance", **months}
    for charge in Charge.objects.owned_by(person).order_by("created_at"):
        amounts = {"ticks": charge.ticks, "person_ticks": charge.person_ticks}
        plain = {name: getattr(charge, name) for name in COLUMNS}
        yield {"kind": "charge", "when": charge.created_at.isoformat(), **amounts, **plain}


def erased(person: User) -> Mapping[str, int]:
    """The ledger stays, under the tombstone of its owner: it says what was paid, not what was said."""
    return {"charges kept": Charge.objects.owned_by(person).count()}


def _usd(ticks: int) -> str:
    return f"{ticks // TICKS_PER_USD}.{ticks % TICKS_PER_USD:010d}"
