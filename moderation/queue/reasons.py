"""The sentences a reviewer gives as a reason again and again: kept, taken into the field, forgotten."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import transaction

from accounts.models import User
from moderation.models import SavedReason
from moderation.models.saved_reason import LONGEST

MOST = 50
NOTHING = "Write the reason first, then keep it."
FULL = f"You keep {MOST} reasons, and there is room for no more. Delete one under How I work."
KEPT = "Kept. You find it here in every case."
KNOWN = "You keep this one already."
TOO_LONG = f"The reason has room for {LONGEST} letters: this one does not fit beside what stands there."


def of(reviewer: Any) -> Sequence[SavedReason]:
    """All of one's own, by their first letters."""
    return list(SavedReason.objects.owned_by(reviewer)[:MOST])


@transaction.atomic
def keep(reviewer: Any, said: str) -> str:
    """Keep what was written; what came of it, in a sentence. The same twice is kept once."""
    text = said.replace("\0", "").strip()[:LONGEST]
    if not text:
        return NOTHING
    User.objects.select_for_update(no_key=True).get(pk=reviewer.pk)  # of two clicks one is first
    theirs = SavedReason.objects.owned_by(reviewer)
    if theirs.filter(text=text).exists():
        return KNOWN
    if theirs.count() >= MOST:
        return FULL
    SavedReason.objects.create(owner=reviewer, text=text)
    return KEPT


def taken(reviewer: Any, reason: str, written: str) -> tuple[str, str]:
    """What is to stand in the field, after what stood there, and a sentence where it cannot; unchanged for one that is gone."""
    found = SavedReason.objects.owned_by(reviewer).filter(public_id__in=_ids(reason)).first()
    if found is None or found.text in written:
        return written, ""
    both = " ".join(filter(None, [written.strip(), found.text]))
    return (both, "") if len(both) <= LONGEST else (written, TOO_LONG)


def _ids(said: str) -> list[UUID]:
    try:
        return [UUID(said)]
    except ValueError:
        return []
