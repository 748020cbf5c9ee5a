"""Hiding what a request reaches while it is judged, and giving it back exactly."""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from moderation.models.takedown import Reached, Takedown, Why
from moderation.takedowns import reach

IN_ITS_PLACE = "Somebody asked for this to be removed because it shows them. It is hidden until a person has decided."


@transaction.atomic
def hide(
    takedown: Takedown, kind: str, subject: UUID, *, owner: int, title: str, why: Why, apart: int | None = None,
    only_note: bool = False,
) -> bool:  # fmt: skip
    """Write down that the request reaches this, and hide it unless it is only noted. False: it was written down before.

    What was only noted is hidden when it is named again.
    """
    row, new = Reached.objects.get_or_create(
        takedown=takedown, kind=kind, subject=subject,
        defaults={"owner_id": owner, "title": title[:40], "why": why, "apart": apart},
    )  # fmt: skip
    if only_note or row.hidden_at is not None:
        return new
    keeper = _other(row).first()
    row.before = keeper.before if keeper else reach.of(kind).withhold(subject, IN_ITS_PLACE)
    row.hidden_at = timezone.now()
    row.save(update_fields=["before", "hidden_at"])
    return new


def give_back(row: Reached) -> None:
    """As it was, unless another request keeps it hidden. Inside the caller's transaction; once more changes nothing."""
    if row.released_at is None and row.before is not None and not _other(row).exists():
        reach.of(row.kind).give_back(row.subject, row.before)
    row.released_at = row.released_at or timezone.now()
    row.save(update_fields=["released_at"])


def _other(row: Reached) -> Any:
    """Rows of other requests that keep the same thing hidden."""
    same = Reached.objects.filter(kind=row.kind, subject=row.subject, before__isnull=False, released_at=None)
    return same.exclude(pk=row.pk).exclude(hidden_at=None)
