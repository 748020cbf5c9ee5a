"""Requests for removal at the desk: the clocks, one request, judging it, pointing at what it means."""

from contextlib import suppress
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
from moderation.models.takedown import State
from moderation.takedowns import clock, confirming, judging, receiving, rehearsing, showing, sweeping
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
    return _page(request, _found(request, takedown), JudgeForm(), number=request.GET.get("page"))


@reviewers_only
@require_POST
def judge(request: PersonRequest, takedown: UUID) -> HttpResponseBase:
    """Remove what is ticked, or give everything back."""
    found = _found(request, takedown)
    form = JudgeForm(request.POST)
    if not form.is_valid():
        return _again(request, found, form)
    said = form.cleaned_data
    try:
        if said["verdict"] == "uphold":
            judging.uphold(found, reviewer=request.user, reason=said["reason"], ticks=form.ticks)
        else:
            judging.decline(found, reviewer=request.user, reason=said["reason"], bad_faith=said["bad_faith"])
        messages.success(request, _how_far(found))
    except AlreadyDecided:
        messages.warning(request, "Somebody decided this a moment ago. Nothing was changed by you.")
    except judging.Changed:
        form.add_error(None, "More came while you looked, or somebody else ticked otherwise. Look at all of it again.")
        return _again(request, found, form)
    except NotYours:
        messages.error(
            request, "Part of this is a locked case. It takes somebody who is reviewer and administrator both."
        )
    return redirect("desk-removals")


@reviewers_only
@require_POST
def statement(request: PersonRequest, takedown: UUID) -> HttpResponseBase:
    """What both sides would read of the verdict as it stands in the form. Changes nothing."""
    found, form = _found(request, takedown), JudgeForm(request.POST)
    form.is_valid()
    verdict, reason = form.cleaned_data.get("verdict", ""), form.cleaned_data.get("reason") or "…"
    said = rehearsing.rehearse(found, reviewer=request.user, verdict=verdict, reason=reason, ticks=form.ticks)
    return render(request, "moderation/_rehearsed.html", {"said": said})


@reviewers_only
@require_POST
def turn(request: PersonRequest, takedown: UUID) -> HttpResponseBase:
    """To another page of what it reaches, keeping what was ticked on this one and what was written."""
    found, form = _found(request, takedown), JudgeForm(request.POST)
    form.is_valid()  # what is missing is said when they decide
    try:
        _ticked(request, found, form)
    except AlreadyDecided:
        messages.warning(request, "Somebody decided this a moment ago. Nothing was changed by you.")
        return redirect("desk-removal", takedown=found.public_id)
    written = JudgeForm()
    written.initial = {name: request.POST.get(name, "") for name in ("verdict", "reason")}
    return _page(request, found, written, number=request.POST.get("page"))


@reviewers_only
@require_POST
def point(request: PersonRequest, takedown: UUID) -> HttpResponseBase:
    """A reviewer says where it is: that is hidden, too, with all around it."""
    found = _found(request, takedown)
    if not found.is_open:
        messages.warning(request, "This is decided already. Nothing was changed by you.")
        return redirect("desk-removal", takedown=found.public_id)
    named = receiving.named(request.POST.get("where", "")[:4_000])
    hidden = confirming.point(found, named, reviewer=request.user)
    if hidden:
        outbox.ring("moderation.tasks.sweep_takedown", found.pk, queue="sweeps")
        messages.success(request, "Hidden. Its copies and what was made from it follow within a minute.")
    if len(named) > hidden:
        messages.warning(request, f"{len(named) - hidden} of it is only noted, and shown: tick below what is meant.")
    if not named:
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


def _how_far(takedown: Takedown) -> str:
    """What is done of a verdict by now: much is done in batches."""
    at, upheld = showing.progress(takedown), takedown.state == State.UPHELD
    if at and at.done < at.of:
        doing = "removed" if upheld else "shown again"
        return f"Decided. It is being {doing}: {at.done} of {at.of} done. Each owner is told when theirs is."
    said = "Removed and blocked." if upheld else "Everything is shown again as it was."
    return f"{said} Both sides were told."


def _ticked(request: PersonRequest, found: Takedown, form: JudgeForm) -> None:
    """Keep what is ticked on this page. Raises AlreadyDecided."""
    judging.tick(found, form.ticks)
    sides = ({"shown": len(form.shown)}, {"ticked": len(form.ticked)})
    audit.record(request.user, "takedown.ticked", receiving.target_of(found), "", *sides)


def _again(request: PersonRequest, found: Takedown, form: JudgeForm) -> HttpResponseBase:
    """The same page with what is wrong; what was ticked is kept."""
    with suppress(AlreadyDecided):
        _ticked(request, found, form)
    return _page(request, found, form, status=422, number=request.POST.get("at"))


def _page(
    request: PersonRequest, found: Takedown, form: JudgeForm, status: int = 200, number: str | None = None
) -> HttpResponse:
    audit.looked(request.user, "takedown.looked", receiving.target_of(found))
    page = showing.page(found, number)
    context = {
        "takedown": found,
        "page": page,
        "things": showing.things(list(page)),
        "elsewhere": showing.elsewhere(found, list(page)),
        "progress": showing.progress(found),
        "noted": showing.noted(found),
        "full": found.is_open and sweeping.is_full(found),
        "form": form,
        "left": clock.words(found.left),
        "urgency": showing.urgency(found),
    }
    return render(request, "moderation/takedowns/one.html", context, status=status)
