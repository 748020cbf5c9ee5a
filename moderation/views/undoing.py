"""Taking back what one decided a moment ago, alone or with its equals."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from accounts.doors import PersonRequest, reviewers_only
from moderation import bell, decisions
from moderation.models import Case, Decision
from moderation.queue import taking_back

TOO_LATE = "Those seconds are over, and the decision stands. Its owner can appeal; then somebody else looks."


@reviewers_only
@require_POST
def undo(request: PersonRequest, decision: UUID) -> HttpResponseBase:
    """One decision of one's own."""
    found = Decision.objects.filter(public_id=decision, reviewer=request.user).select_related("case").first()
    if found is None:
        raise Http404
    return _taken_back(request, lambda: [decisions.undo(found, reviewer=request.user)], found.case)


@reviewers_only
@require_POST
def undo_all(request: PersonRequest, bundle: UUID) -> HttpResponseBase:
    """All that was decided in one go."""
    one = Decision.objects.filter(bundle=bundle, reviewer=request.user).select_related("case").order_by("pk").first()
    if one is None:
        raise Http404
    return _taken_back(request, lambda: decisions.undo_bundle(bundle, reviewer=request.user), one.case)


def _taken_back(request: PersonRequest, take_back: Callable[[], list[Case]], case: Case) -> HttpResponseBase:
    taking_back.over(request.session)
    try:
        cases = take_back()
    except decisions.TooLate:
        messages.warning(request, TOO_LATE)
        return redirect("desk")
    except (decisions.AlreadyDecided, decisions.NotYours):
        messages.info(request, "That was taken back before.")
        return redirect("case", case=case.public_id)
    bell.ring()
    waits = f"{len(cases)} cases wait again; this one for you." if len(cases) > 1 else "It waits for you again."
    messages.success(request, f"Taken back, with all it did. {waits}")
    return redirect("case", case=cases[0].public_id)
