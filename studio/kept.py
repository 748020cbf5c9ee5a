"""What nobody destroys: things and orders that are locked or suspected, and all they were made from, however deep.

Neither their owner nor a sweep, nor the end of an account: it is evidence, and an authority may ask for it.
"""

import uuid
from collections.abc import Iterable

from django.db import connection

from moderation.models import Case
from studio.models import Asset, Job
from studio.subject_kinds import ASSET, ORDER

# UNION, not UNION ALL: what two of them were made from is walked once, and the walk ends.
ABOVE = """
WITH RECURSIVE up AS (
  SELECT id FROM studio_asset WHERE public_id = ANY(%s)
  UNION
  SELECT edge.parent_id FROM up JOIN studio_lineage edge ON edge.child_id = up.id
)
SELECT id FROM up
"""


def things() -> set[int]:
    """Keys of every picture and film that is kept. Few: such cases are rare."""
    held = {*_subjects(ASSET), *_inputs(_subjects(ORDER))}
    return above(held) if held else set()


def above(subjects: Iterable[uuid.UUID]) -> set[int]:
    """Keys of these things and of all they were made from. One query."""
    with connection.cursor() as cursor:
        cursor.execute(ABOVE, [list(subjects)])
        return {key for (key,) in cursor.fetchall()}


def order(job: Job) -> bool:
    """Whether a job's words are kept: it is locked itself, or something is that was made by it or from that."""
    if Case.objects.held().about(ORDER, job.public_id).exists():
        return True
    return not things().isdisjoint(Asset.objects.filter(job=job).values_list("pk", flat=True))


def _subjects(kind: str) -> list[uuid.UUID]:
    return list(Case.objects.held().filter(subject_kind=kind).values_list("subject", flat=True))


def _inputs(orders: list[uuid.UUID]) -> set[uuid.UUID]:
    found = Job.objects.filter(public_id__in=orders)
    return {uuid.UUID(str(each.asset)) for job in found for each in job.frozen_order.inputs}
