"""Hiding what a request reaches while it is judged, and giving it back.

What is hidden for a request bears a mark of its own, which is set and cleared here and nowhere else: what the desk decides
about the thing meanwhile changes nothing of it, and it changes nothing of that.
"""

from uuid import UUID

from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils import timezone

from moderation.models.takedown import Noted, Reached, Takedown, Why
from moderation.takedowns import bounds, reach

LOCK = 0x5A10_7D01  # one hand at a time: two requests about one thing must each see what the other did with it


@transaction.atomic
def hide(
    takedown: Takedown, kind: str, subject: UUID, *, owner: int, title: str, why: Why, apart: int | None = None,
    unclear: bool = False,
) -> bool:  # fmt: skip
    """Write down that the request reaches this, and hide it unless `bounds` wants it only noted, or it is `unclear`.

    False: it was written down before, or the request was decided meanwhile and nothing was done. What was only noted is
    hidden when this is called again and nothing is against it any more.
    """
    fresh = Takedown.objects.open().select_for_update(no_key=True).filter(pk=takedown.pk).first()
    if fresh is None:
        return False
    one_at_a_time()
    row, new = Reached.objects.get_or_create(
        takedown=takedown, kind=kind, subject=subject,
        defaults={"owner_id": owner, "title": title[:40], "why": why, "apart": apart},
    )  # fmt: skip
    if row.hidden_at is not None:
        return new
    row.noted = Noted.UNCLEAR if unclear else bounds.why_not(fresh, row)
    if not row.noted:
        row.hidden_at, row.wanted = timezone.now(), True
        reach.of(kind).withhold(subject)
    row.save(update_fields=["noted", "hidden_at", "wanted"])
    return new


def give_back(row: Reached) -> bool:
    """This request keeps it from sight no longer. Inside the caller's transaction; once more changes nothing.

    True: this made it be seen again. Another request may still keep it hidden, or a decision.
    """
    if row.released_at is not None:
        return False
    one_at_a_time()
    row.released_at = timezone.now()
    row.save(update_fields=["released_at"])
    if row.hidden_at is None or _others(row).exists():
        return False
    return reach.of(row.kind).give_back(row.subject)


def one_at_a_time() -> None:
    """Until the caller's transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])


def _others(row: Reached) -> QuerySet[Reached]:
    """Rows of other requests that keep the same thing hidden."""
    same = Reached.objects.filter(kind=row.kind, subject=row.subject, hidden_at__isnull=False, released_at=None)
    return same.exclude(pk=row.pk)
