"""Which case is next."""

from typing import Any

from moderation.models import Case


def next_after(reviewer: Any) -> Case | None:
    """Where a reviewer goes on after deciding."""
    return Case.objects.open().shown_to(reviewer).oldest_first().first()
