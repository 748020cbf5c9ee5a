"""Which decisions are read twice: a share of them, drawn by their own id, so that nobody chooses and twice draws the same."""

from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from moderation.models import Case, Decision, SecondReading
from moderation.models.case import Lane

LATELY = timedelta(days=7)  # what is older was decided under another share, or before there was one
AT_ONCE = 500


def draw() -> int:
    """Put new decisions aside for a second reading; returns how many.

    What is or was locked or suspected is looked at by as few as possible.
    """
    lately = Decision.objects.standing().filter(decided_at__gte=timezone.now() - LATELY, reviewer__isnull=False)
    fresh = lately.filter(second_reading=None, final=False).exclude(
        Q(case__lane=Lane.LOCKED) | Q(case__suspected_at__isnull=False)
    )
    drawn = [
        decision for decision in fresh.order_by("pk").only("pk", "public_id", "case") if is_drawn(decision.public_id)
    ]
    rows = [SecondReading(decision=decision) for decision in drawn[:AT_ONCE]]
    return len(SecondReading.objects.bulk_create(rows, ignore_conflicts=True))


def is_drawn(decision: UUID) -> bool:
    """A share of all ids, the same ones each time it is asked."""
    return decision.int % 10_000 < round(settings.SECOND_LOOK_SHARE * 10_000)


def left(case: Case) -> bool:
    """Whether there is anything of it left to read."""
    from moderation import subjects

    handler = subjects.of(case.subject_kind)
    return bool(handler.excerpt(case.subject) or handler.preview(case.subject))
