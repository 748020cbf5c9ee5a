"""A batch before it is ordered: made of a text, changed and thinned out row by row, thrown away."""

import uuid
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from studio import room
from studio.batches import reading
from studio.batches.columns import COLUMNS
from studio.batches.meaning import Meaning, Reader
from studio.batches.reading import Line, NotRead
from studio.batches.words import Words
from studio.models import Batch, BatchRow

NAME_CHARACTERS = 80
MOST_DRAFTS = 30
CELL_CHARACTERS = 20_000  # far beyond any prompt: what is longer is said to be too long, and is kept so far
NUL = "\0"  # no text of the database may have one


class TooLate(Exception):
    """It has been ordered meanwhile. Nothing was changed."""


def make(
    owner: User,
    text: str,
    *,
    name: str = "",
    usual: Mapping[str, str] | None = None,
    rules: Mapping[str, Any] | None = None,
) -> Batch:
    """Read a text into a new batch. `usual` are cells for rows that do not say. Raises NotRead; nothing is kept then."""
    found = reading.read(text, most=settings.STUDIO_BATCH_ROWS)
    _one_more(owner)  # before the work of reading what it means
    batch = Batch(owner=owner, name=_name(name), unknown=found.unknown, rules=dict(rules or {}))
    reader = Reader(owner, Words.by(batch.rules))
    open_cells = {column: cell for column, cell in (usual or {}).items() if cell}
    rows = [_row(batch, reader, line, open_cells) for line in found.lines]
    with transaction.atomic():
        room.lock(owner)  # lists that are brought at once are counted one by one
        _one_more(owner)
        batch.save(force_insert=True)
        BatchRow.objects.bulk_create(rows)
    return batch


@transaction.atomic
def change(owner: User, batch_id: uuid.UUID, row_id: uuid.UUID, cells: Mapping[str, str]) -> BatchRow:
    """Write a row anew, as it is typed. Raises TooLate, Batch.DoesNotExist, BatchRow.DoesNotExist."""
    batch = unordered(owner, batch_id)
    row: BatchRow = batch.rows.get(public_id=row_id)
    row.cells = {column: _kept(cell) for column, cell in cells.items() if column in COLUMNS and cell.strip()}
    _mean(row, Reader(owner, Words.by(batch.rules)).meaning(row.cells))
    row.save(update_fields=["cells", "order", "price", "problems"])
    return row


@transaction.atomic
def remove(owner: User, batch_id: uuid.UUID, row_id: uuid.UUID) -> Batch:
    """Take a row out. Raises TooLate, Batch.DoesNotExist, BatchRow.DoesNotExist."""
    batch = unordered(owner, batch_id)
    batch.rows.get(public_id=row_id).delete()
    return batch


@transaction.atomic
def throw_away(owner: User, batch_id: uuid.UUID) -> None:
    """As if it had never been read. Raises TooLate, Batch.DoesNotExist."""
    unordered(owner, batch_id).delete()


def unordered(owner: User, batch_id: uuid.UUID) -> Batch:
    """Locked until the transaction ends. Raises TooLate, Batch.DoesNotExist."""
    batch: Batch = Batch.objects.owned_by(owner).select_for_update().get(public_id=batch_id)
    if batch.is_ordered:
        raise TooLate
    return batch


def read_again(batch: Batch) -> list[BatchRow]:
    """Its rows with what they mean now: prices, engines and what they are made from may have changed since. Not saved."""
    reader = Reader(batch.owner, Words.by(batch.rules))
    rows = list(batch.rows.order_by("n"))
    for row in rows:
        _mean(row, reader.meaning(row.cells))
    return rows


def _one_more(owner: User) -> None:
    if Batch.objects.owned_by(owner).filter(ordered_at=None).count() >= MOST_DRAFTS:
        raise NotRead(f"You have {MOST_DRAFTS} batches that are not ordered yet. Order one, or throw one away.")


def _row(batch: Batch, reader: Reader, line: Line, usual: Mapping[str, str]) -> BatchRow:
    cells = {column: _kept(cell) for column, cell in {**usual, **line.cells}.items()}
    row = BatchRow(batch=batch, n=line.n, cells=cells)
    _mean(row, reader.meaning(cells))
    return row


def _kept(cell: str) -> str:
    return cell[:CELL_CHARACTERS].replace(NUL, "\ufffd")


def _mean(row: BatchRow, meaning: Meaning) -> None:
    row.order = meaning.order.columns() if meaning.order else None
    row.price = meaning.price
    row.problems = [list(problem) for problem in meaning.problems]


def _name(wanted: str) -> str:
    """As its owner calls it, else when it was made: words of a prompt in it would outlive what was made of them."""
    return " ".join(wanted.split())[:NAME_CHARACTERS] or f"Pasted {timezone.now():%-d %B, %H:%M} UTC"
