"""What lets go of what is locked or suspected: a person's allow that stands as the last word, or an appeal that took it back."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from moderation.models import Case, Decision, Reversal
from moderation.models.case import Lane

# Evidence that a purge took in these seconds would not come back with the key that takes a decision back.
SETTLES = timedelta(minutes=1)


def weigh(case: Case) -> None:
    """Note what the last word about it makes of it. In the transaction of a decision or its end, the case locked."""
    held = Case.objects.filter(Q(lane=Lane.LOCKED) | Q(suspected_at__isnull=False), pk=case.pk)
    if (row := held.first()) is not None:
        case.freed_at = _from(row)
        case.save(update_fields=["freed_at"])


def hand_on(case: Case, newer: Case) -> None:
    """A decision was taken back while a newer case about the same thing waits: that one carries the suspicion now."""
    if not (case.lane == Lane.LOCKED or case.suspected_at):
        return
    newer.lane = Lane.LOCKED if case.lane == Lane.LOCKED else newer.lane
    newer.suspected_at = newer.suspected_at or case.suspected_at
    newer.save(update_fields=["lane", "suspected_at"])
    case.freed_at = timezone.now()
    case.save(update_fields=["freed_at"])


def _from(case: Case) -> datetime | None:
    last = case.decisions.order_by("pk").last()
    if case.decided_at is None or last is None:
        return None
    reversal = Reversal.objects.filter(decision=last).first()
    if reversal is not None:
        return reversal.reversed_at if reversal.why == Reversal.Why.APPEAL else None
    return last.decided_at + timedelta(seconds=settings.UNDO_SECONDS) + SETTLES if _allows(last) else None


def _allows(decision: Decision) -> bool:
    """A machine's word keeps nobody from looking."""
    return decision.reviewer_id is not None and decision.measures.filter(name="allow").exists()
