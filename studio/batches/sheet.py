"""What became of a batch, as a table for spreadsheets and as files."""

import csv
import io
from collections.abc import Callable, Iterable

from zipstream import ZipStream

from foundation.spreadsheets import cell
from studio import costs, notices
from studio.batches import showing
from studio.gallery import taking
from studio.models import Asset, Batch, BatchRow, Job
from studio.models.asset import AssetQuerySet
from usage import money

HEADER = (
    "row", "prompt", "verb", "engine", "ratio", "resolution", "quality", "seconds", "n",
    "state", "says", "cost_usd", "look_at", "files",
)  # fmt: skip
BEGINS = "\ufeff"  # without it a spreadsheet takes UTF-8 for something else


def as_csv(batch: Batch, address: Callable[[Asset], str]) -> str:
    """One line a row, in its order; `address` is where a thing can be looked at. Prompts are text there, never formulas."""
    table = io.StringIO()
    writer = csv.writer(table)
    writer.writerow(HEADER)
    jobs = _jobs(batch)
    for row in batch.rows.order_by("n"):
        job = jobs.get(row.pk)
        line = _made(row, job, address) if job else _left_out(row)
        writer.writerow([cell(value) for value in line])
    return BEGINS + table.getvalue()


def parts(batch: Batch) -> list[list[int]]:
    """The keys of what came of it and may be seen, in as many parts as it takes for each to be one download. One query."""
    found: list[list[int]] = []
    room = count = 0
    for key, size in _things(batch).order_by("pk").values_list("pk", "bytes"):
        if not count or size > room:
            found.append([])
            room, count = taking.MOST_BYTES, taking.MOST
        found[-1].append(key)
        room, count = room - size, count - 1
    return found


def as_zip(batch: Batch, part: int, address: Callable[[Asset], str]) -> ZipStream:
    """What came of it and may be seen, with the sheet; of several parts this one, from 1. Raises TooMuch."""
    found = parts(batch)
    keys = found[part - 1] if 0 < part <= len(found) else []
    packing = taking.packed(taking.chosen(_things(batch).filter(pk__in=keys)))
    packing.add(as_csv(batch, address).encode(), "sheet.csv")
    return packing


def _things(batch: Batch) -> AssetQuerySet:
    found: AssetQuerySet = Asset.objects.visible_to(batch.owner).filter(job__row__batch=batch)
    return found


def _jobs(batch: Batch) -> dict[int, Job]:
    """The job that counts of each row."""
    found = Job.objects.filter(row__batch=batch).select_related("hold", "owner")
    return {job.row_id: job for job in found.order_by("pk").prefetch_related("assets", "hold__charges") if job.row_id}


def _made(row: BatchRow, job: Job, address: Callable[[Asset], str]) -> Iterable[object]:
    order, cost = job.order, costs.of(job)
    notice = notices.of(job, cost)
    shown = [asset for asset in job.assets.all() if asset.is_approved and not asset.is_deleted]
    said = (order.get(name) for name in ("engine", "ratio", "resolution", "quality", "seconds", "n"))
    look = " ".join(showing.FINDINGS.get(code, code) for code in row.findings) if row.is_doubtful else ""
    files = " ".join(address(asset) for asset in sorted(shown, key=lambda asset: asset.part))
    return (row.n, job.prompt, job.verb, *said, notice.title, notice.sentence, _usd(cost.ticks), look, files)


def _left_out(row: BatchRow) -> Iterable[object]:
    typed = (
        row.cells.get(name) for name in ("prompt", "verb", "engine", "ratio", "resolution", "quality", "seconds", "n")
    )
    return (row.n, *typed, "Left out", " ".join(sentence for _, sentence in row.problems), "", "", "")


def _usd(ticks: int) -> str:
    return money.exact(ticks).removeprefix("$").replace(",", "")
