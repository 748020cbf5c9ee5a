"""The numbers in the desk's top bar."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from moderation.models import Case


@dataclass(frozen=True, slots=True)
class Figures:
    """The numbers in the top bar."""

    waiting: int
    oldest: datetime | None


def figures(reviewer: Any) -> Figures:
    """How many wait for this reviewer, and since when."""
    waiting = Case.objects.open().shown_to(reviewer)
    oldest = waiting.oldest_first().values_list("opened_at", flat=True).first()
    return Figures(waiting=waiting.count(), oldest=oldest)
