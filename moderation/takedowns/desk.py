"""Requests for removal at the desk: the clocks, one request, judging it, pointing at what it means."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from accounts import audit
from accounts.doors import PersonRequest, reviewers_only
from foundation import outbox
from moderation.decisions import AlreadyDecided, NotYours
from moderation.models import Takedown
from moderation.takedowns import clock, confirming, judging, receiving, showing
from moderation.takedowns.forms import JudgeForm


@reviewers_only
@require_safe
def listed(request: PersonRequest) -> HttpResponseBase:
    """What waits, by the end of its time, and what was decided."""
    audit.looked(request.user, "removals.looked", "desk")
    context = {"waiting": showing.waiting(request.user), "decided": showing.decided(request.user)}
    return render(request, "moderation/takedowns/list.html", context)


@reviewers_only
@require_safe
def one(request: PersonRequest, takedown: UUID) -> HttpResponseBase:
    """One request, with all it reaches."""
    found = _found(request, takedown)
    audit.record(request.user, "takedown.looked", f"takedown {found.public_id}")
    return _page(request, found, JudgeForm(takedown=found))


@reviewers_only
@require_POST
def judge(request: PersonRequest, takedown: UUID) -> HttpResponseBase:
    """Remove what is ticked, or give everything back."""
    found = _found(request, takedown)
    form = JudgeForm(request.POST, takedown=found)
    if not form.is_valid():
        return _page(request, found, form, status=422)
    said = form.cleaned_data
    try:
        if said["verdict"] == "uphold":
            judging.uphold(found, reviewer=request.user, reason=said["reason"], wanted=form.ticked)
            messages.success(request, "Removed and blocked. Both sides were told.")
        else:
            judging.decline(found, reviewer=request.user, reason=said["reason"], bad_faith=said["bad_faith"])
            messages.success(request, "Everything is shown again as it was. Both sides were told.")
    except AlreadyDecided:
        messages.warning(request, "Somebody decided this a moment ago. Nothing was changed by you.")
    except NotYours:
        messages.error(
            request, "Part of this is a locked case. It takes somebody who is reviewer and administrator both."
        )
    return redirect("desk-removals")


@reviewers_only
@require_POST
def point(request: PersonRequest, takedown: UUID) -> HttpResponseBase:
    """A reviewer says where it is: that is hidden, too, with all around it."""
    found = _found(request, takedown)
    if not found.is_open:
        messages.warning(request, "This is decided already. Nothing was changed by you.")
        return redirect("desk-removal", takedown=found.public_id)
    named = receiving.named(request.POST.get("where", "")[:4_000])
    confirming.point(found, named, reviewer=request.user)
    if named:
        outbox.ring("moderation.tasks.sweep_takedown", found.pk, queue="sweeps")
        messages.success(request, "Hidden. Its copies and what was made from it follow within a minute.")
    else:
        messages.error(request, "We find nothing of this house at that address.")
    if not Takedown.objects.shown_to(request.user).filter(pk=found.pk).exists():
        messages.warning(
            request, "Part of it is locked. From here on it is for somebody who is reviewer and administrator both."
        )
        return redirect("desk-removals")
    return redirect("desk-removal", takedown=found.public_id)


@reviewers_only
@require_POST
def vouch(request: PersonRequest, takedown: UUID) -> HttpResponseBase:
    """A reviewer has looked: what was only noted is hidden, and copies with other people are looked for."""
    found = _found(request, takedown)
    if confirming.vouch(found, reviewer=request.user):
        messages.success(
            request, "Hidden. Copies with other people, and what they made from it, follow within a minute."
        )
    else:
        messages.warning(request, "This is decided already. Nothing was changed by you.")
    return redirect("desk-removal", takedown=found.public_id)


def _found(request: PersonRequest, public_id: UUID) -> Takedown:
    return get_object_or_404(Takedown.objects.shown_to(request.user), public_id=public_id)


def _page(request: PersonRequest, found: Takedown, form: JudgeForm, status: int = 200) -> HttpResponse:
    context = {
        "takedown": found,
        "things": showing.things(found),
        "noted": showing.noted(found),
        "form": form,
        "left": clock.words(found.left),
        "urgency": showing.urgency(found),
    }
    return render(request, "moderation/takedowns/one.html", context, status=status)
