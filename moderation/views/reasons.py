"""A reviewer's own reasons: taken into the form of a case, kept from it, deleted."""

from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from accounts.doors import PersonRequest, reviewers_only
from moderation.forms import DecisionForm
from moderation.models import Case, SavedReason
from moderation.queue import reasons
from moderation.views import beside
from moderation.views.case import page


@reviewers_only
@require_POST
def use(request: PersonRequest, case: UUID) -> HttpResponseBase:
    """The form as it was filled in, with a saved reason in it, or what was written kept. Nothing is decided."""
    found, filled = beside.found(request, case), request.POST.copy()
    if "keep" in filled:
        said = reasons.keep(request.user, filled.get("reason", ""))
    else:
        filled["reason"], said = reasons.taken(request.user, filled.get("take", ""), filled.get("reason", ""))
    form, although = DecisionForm.unfinished(filled), filled.get("although", "")
    if request.headers.get("HX-Request"):
        return page(request, found, form, although=although, fragment=True, said=said)
    # Leaving the page before gives the case back, and this one is to hold it.
    Case.objects.claim(found.pk, request.user, uuid4())
    found.refresh_from_db()
    return page(request, found, form, although=although, said=said)


@reviewers_only
@require_POST
def forget(request: PersonRequest, reason: UUID) -> HttpResponseBase:
    """Delete one. What was decided with it stays."""
    get_object_or_404(SavedReason.objects.owned_by(request.user), public_id=reason).delete()
    messages.success(request, "Deleted. What you decided with it stays as it is.")
    return redirect("desk_settings")
