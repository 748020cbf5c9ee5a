"""Which case is next."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from moderation.models import Case, ReviewerSettings
from moderation.queue.chosen import Chosen, in_order


def next_after(
    reviewer: Any,
    chosen: Chosen | None = None,
    *,
    skipped: Collection[UUID] = (),
    settings: ReviewerSettings | None = None,
) -> Case | None:
    """Where a reviewer goes on: the first of what they chose that nobody else looks at and that they did not skip."""
    settings = settings or ReviewerSettings.of(reviewer)
    waiting = (chosen or Chosen()).among(Case.objects.open().shown_to(reviewer).free_for(reviewer), settings)
    return in_order(waiting.exclude(public_id__in=list(skipped)), settings).first()
