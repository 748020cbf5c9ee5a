"""What was decided lately."""

from typing import Any

from django.db.models import Q

from moderation.models import Case, Decision


def decided(reviewer: Any, limit: int = 50) -> list[Decision]:
    """The newest decisions that this reviewer may read, and those about their own things, for the page that lists them."""
    readable = Q(case__in=Case.objects.shown_to(reviewer)) | Q(case__in=Case.objects.filter(owner=reviewer))
    found = (
        Decision.objects.filter(readable).select_related("case", "reviewer", "reversal").prefetch_related("measures")
    )
    return list(found.order_by("-decided_at")[:limit])
