"""What the tests of the pages of a batch press and read."""

import re
from typing import Any

from studio.models import Batch

HTMX = {"HX-Request": "true"}


def words(answer: Any) -> str:
    return str(answer.content.decode())


def row_of(batch: Batch, n: int) -> str:
    return f"{address(batch)}rows/{batch.rows.get(n=n).public_id}/"


def address(batch: Batch) -> str:
    return f"/studio/batches/{batch.public_id}/"


def leads_home(answer: Any, batch: Batch) -> bool:
    """Whether its links, and what keeps it up to date, lead to the page of the batch, whatever address it stands at."""
    shown = words(answer)
    return (
        'href="?' not in shown
        and shown.count(f'href="{address(batch)}') > 0
        and all(f'hx-get="{address(batch)}' in part for part in re.findall(r'<div [^>]*id="batch-now"[^>]*>', shown))
    )
