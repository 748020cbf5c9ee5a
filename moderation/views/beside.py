"""What several doors of the desk need: the case a reviewer may open, and the queue beside every page."""

from typing import Any
from uuid import UUID

from django.shortcuts import get_object_or_404

from accounts.doors import PersonRequest
from moderation import queue
from moderation.models import Case


def found(request: PersonRequest, public_id: UUID) -> Case:
    """The case, unless it is the reviewer's own or locked to them: then it is not there."""
    return get_object_or_404(
        Case.objects.shown_to(request.user).select_related("owner", "claimed_by"), public_id=public_id
    )


def waiting(request: PersonRequest) -> dict[str, Any]:
    """The queue and its figures, for `moderation/_queue.html` and `_figures.html`."""
    reviewer = request.user
    return {
        "lanes": queue.lanes(reviewer),
        "figures": queue.figures(reviewer),
        "out_of_reach": queue.out_of_reach(),
    }
