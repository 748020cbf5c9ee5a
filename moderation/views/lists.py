"""Lists at the desk: what waits, what was decided."""

from django.http import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts import audit
from accounts.doors import PersonRequest, reviewers_only
from moderation import queue
from moderation.views import beside


@reviewers_only
@require_safe
def desk(request: PersonRequest) -> HttpResponseBase:
    """The queue alone; a case is one click away. Its lines quote people, so reading them is a look."""
    audit.looked(request.user, "desk.looked", "desk")
    return render(request, "moderation/desk.html", beside.waiting(request))


@reviewers_only
@require_safe
def decided(request: PersonRequest) -> HttpResponseBase:
    """What was decided lately, by whom and why."""
    audit.looked(request.user, "decided.looked", "desk")
    return render(
        request,
        "moderation/decided.html",
        {"decisions": queue.decided(request.user), "figures": queue.figures(request.user)},
    )
