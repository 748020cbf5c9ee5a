"""What several doors of the desk need: the case a reviewer may open, and the queue beside every page."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from accounts.doors import PersonRequest
from moderation import queue
from moderation.models import Appeal, Case, ReviewerSettings
from moderation.queue import sitting, taking_back


def found(request: PersonRequest, public_id: UUID) -> Case:
    """The case, unless it is the reviewer's own or locked to them: then it is not there."""
    return get_object_or_404(
        Case.objects.shown_to(request.user).select_related("owner", "claimed_by"), public_id=public_id
    )


def waiting(request: PersonRequest) -> dict[str, Any]:
    """The queue and its figures, for `moderation/_queue.html` and `_figures.html`."""
    reviewer, chosen = request.user, queue.Chosen.of(request.GET)
    settings = ReviewerSettings.of(reviewer)
    return {
        "lanes": queue.lanes(reviewer, chosen, settings),
        "figures": queue.figures(reviewer),
        "out_of_reach": queue.out_of_reach(),
        "appeals_waiting": Appeal.objects.open().for_judge(reviewer).count(),
        "chosen": chosen,
        "choices": queue.choices(chosen),
        "settings": settings,
        "undo": taking_back.offered(request.session),
        "skipped": set(sitting.skipped(request.session)),
    }


def go_on(request: PersonRequest) -> HttpResponse:
    """To the next case of what they work through, or to the desk when nothing is left."""
    return redirect(following(request))


def following(request: PersonRequest) -> str:
    """Where that is."""
    chosen = queue.Chosen.of(request.GET)
    case = queue.next_after(request.user, chosen, skipped=sitting.skipped(request.session))
    address = reverse("case", args=[case.public_id]) if case else reverse("desk")
    return f"{address}{chosen.query}"
