"""Break-glass: open, see what is open, be done. What is read is shown by the room that has it."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import audit
from accounts.doors import PersonRequest, keepers_only, reviewers_only
from accounts.models import User
from moderation.glass import opening
from moderation.glass.forms import GlassForm, PersonGlassForm
from moderation.models import Case, Glass
from moderation.views import beside

LISTED = 50


@never_cache
@reviewers_only
@require_safe
def mine(request: PersonRequest) -> HttpResponseBase:
    """What one has opened: live first to go on with, then what has ended."""
    glasses = Glass.objects.broken_by(request.user).select_related("owner", "case").prefetch_related("looks")
    live = list(glasses.live().newest_first())
    past = glasses.exclude(pk__in=[glass.pk for glass in live]).newest_first()[:LISTED]
    audit.looked(request.user, "glasses.looked", "desk")
    context = {"live": live, "past": past, "without_case": opening.may_without_case(request.user)}
    return render(request, "moderation/glasses.html", context)


@never_cache
@reviewers_only
@require_http_methods(["GET", "POST"])
def for_case(request: PersonRequest, case: UUID) -> HttpResponseBase:
    """Open the conversation a case is about."""
    found = beside.found(request, case)
    if opening.conversation_of(found, request.user) is None:
        raise Http404
    return _asked(request, GlassForm(request.POST if request.method == "POST" else None), case=found, owner=found.owner)


@never_cache
@keepers_only
@require_http_methods(["GET", "POST"])
def for_person(request: PersonRequest, person: UUID) -> HttpResponseBase:
    """Open without a case: for who holds both roles."""
    if person == request.user.public_id:
        raise Http404
    owner = get_object_or_404(User, public_id=person, is_active=True)
    return _asked(request, PersonGlassForm(request.POST if request.method == "POST" else None), case=None, owner=owner)


@reviewers_only
@require_POST
def close(request: PersonRequest, glass: UUID) -> HttpResponseBase:
    """Be done. Once more changes nothing."""
    found = get_object_or_404(Glass.objects.broken_by(request.user).select_related("owner"), public_id=glass)
    opening.close(found)
    messages.success(request, "Closed. Nothing of it opens any more.")
    return redirect("glasses")


def _asked(request: PersonRequest, form: GlassForm, *, case: Case | None, owner: User) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        try:
            glass = _opened(request, form, case, owner)
        except opening.NotAllowed:
            form.add_error(None, "There is no such conversation of theirs. Nothing was opened, and nobody was told.")
        else:
            return redirect("glass", glass=glass.public_id)
    context = {"form": form, "case": case, "owner": owner}
    return render(request, "moderation/glass.html", context, status=422 if form.errors else 200)


def _opened(request: PersonRequest, form: GlassForm, case: Case | None, owner: User) -> Glass:
    said = form.cleaned_data
    if case is not None:
        return opening.for_case(case, by=request.user, reason=said["reason"], minutes=said["minutes"])
    return opening.for_person(owner, by=request.user, **said)
