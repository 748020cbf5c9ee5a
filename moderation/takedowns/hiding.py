"""Hiding what a request reaches while it is judged, and giving it back exactly."""

from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone

from moderation.models.takedown import Reached, Takedown, Why
from moderation.takedowns import reach

IN_ITS_PLACE = "Somebody asked for this to be removed because it shows them. It is hidden until a person has decided."

LOCK = 0x5A10_7D01  # one hand at a time: two requests about one thing must each see what the other did with it


@transaction.atomic
def hide(
    takedown: Takedown, kind: str, subject: UUID, *, owner: int, title: str, why: Why, apart: int | None = None,
    only_note: bool = False,
) -> bool:  # fmt: skip
    """Write down that the request reaches this, and hide it unless it is only noted.

    False: it was written down before, or the request was decided meanwhile and nothing was done. What was only noted is
    hidden when it is named again.
    """
    if not Takedown.objects.open().select_for_update(no_key=True).filter(pk=takedown.pk).exists():
        return False
    _one_at_a_time()
    row, new = Reached.objects.get_or_create(
        takedown=takedown, kind=kind, subject=subject,
        defaults={"owner_id": owner, "title": title[:40], "why": why, "apart": apart},
    )  # fmt: skip
    if only_note or row.hidden_at is not None:
        return new
    _keep(row)
    return new


@transaction.atomic
def hold(takedown: Takedown) -> int:
    """Hide what was hidden by others when the request came, and is to be seen again; returns how many."""
    if not Takedown.objects.open().select_for_update(no_key=True).filter(pk=takedown.pk).exists():
        return 0
    _one_at_a_time()
    rows = list(takedown.reached.filter(hidden_at__isnull=False, released_at=None, before__isnull=True).order_by("pk"))
    return sum(_keep(row) for row in rows)


def give_back(row: Reached) -> bool:
    """As it was, unless another request keeps it hidden. Inside the caller's transaction; once more changes nothing.

    True: this made it be seen again.
    """
    _one_at_a_time()
    shown = False
    if row.released_at is None and row.before is not None and not _other(row).exists():
        shown = reach.of(row.kind).give_back(row.subject, row.before)
    row.released_at = row.released_at or timezone.now()
    row.save(update_fields=["released_at"])
    return shown


def _keep(row: Reached) -> bool:
    """True: it is this request, or another one, that keeps it from sight now."""
    keeper = _other(row).first()
    row.before = keeper.before if keeper else reach.of(row.kind).withhold(row.subject, IN_ITS_PLACE)
    row.hidden_at = row.hidden_at or timezone.now()
    row.save(update_fields=["before", "hidden_at"])
    return row.before is not None


def _one_at_a_time() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])


def _other(row: Reached) -> Any:
    """Rows of other requests that keep the same thing hidden."""
    same = Reached.objects.filter(kind=row.kind, subject=row.subject, before__isnull=False, released_at=None)
    return same.exclude(pk=row.pk).exclude(hidden_at=None)
