"""What was decided lately."""

from typing import Any

from moderation.models import Case, Decision


def decided(reviewer: Any, limit: int = 50) -> list[Decision]:
    """The newest decisions that this reviewer may read, for the page that lists them; none about things of their own."""
    found = Decision.objects.filter(case__in=Case.objects.shown_to(reviewer))
    found = found.select_related("case", "reviewer", "reversal").prefetch_related("measures")
    return list(found.order_by("-decided_at")[:limit])
