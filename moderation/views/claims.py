"""Holding a case while one looks at it, giving it back, passing it by."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from accounts.doors import PersonRequest, reviewers_only
from moderation import bell, queue
from moderation.models import Case
from moderation.queue import sitting
from moderation.views import beside


@reviewers_only
@require_POST
def hold(request: PersonRequest, case: UUID) -> HttpResponseBase:
    """The page says that somebody still looks; 409 with who does when it is somebody else, or that it was decided."""
    found = beside.found(request, case)
    mine = found.claimed_by_id == request.user.pk
    if Case.objects.claim(found.pk, request.user, _ticket(request)):
        if not mine:
            bell.ring()
        return HttpResponse(status=204)
    found.refresh_from_db()
    if found.decided_at is not None:
        return JsonResponse({"sentence": queue.over(found, request.user)}, status=409)
    return JsonResponse({"sentence": f"{queue.claimed_by(found, request.user)} took this meanwhile."}, status=409)


@reviewers_only
@require_POST
def give_back(request: PersonRequest, case: UUID) -> HttpResponseBase:
    """Nobody looks at it on this page any more. A later page of the same reviewer keeps it."""
    if Case.objects.give_back(beside.found(request, case).pk, request.user, _ticket(request)):
        bell.ring()
    return HttpResponse(status=204)


@reviewers_only
@require_POST
def skip(request: PersonRequest, case: UUID) -> HttpResponseBase:
    """Pass it by: it is free for others, and not offered again in this sitting."""
    found = beside.found(request, case)
    if Case.objects.give_back(found.pk, request.user):
        bell.ring()
    sitting.skip(request.session, found.public_id)
    return beside.go_on(request)


@reviewers_only
@require_POST
def begin_anew(request: PersonRequest) -> HttpResponseBase:
    """Offer what was skipped again."""
    sitting.begin_anew(request.session)
    messages.info(request, "What you skipped is offered again.")
    return redirect(f"{reverse('desk')}{queue.Chosen.of(request.GET).query}")


def _ticket(request: PersonRequest) -> UUID | None:
    try:
        return UUID(request.POST.get("ticket", ""))
    except ValueError:
        return None
