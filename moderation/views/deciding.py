"""Deciding a case, and reading beforehand what its owner would read."""

from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from accounts.doors import PersonRequest, reviewers_only
from moderation import bell, decisions, queue
from moderation.forms import DecisionForm
from moderation.models import Case, ReviewerSettings
from moderation.queue import equal, taking_back
from moderation.views import beside
from moderation.views.case import page

UNREAD = "Somebody has said more about this while you looked. Nothing was decided: read it, then decide."
UNREAD_BESIDE = (
    "One of those you chose with this is locked or suspected. Nothing was decided: open that one and read it."
)
LEFT = "Nothing yet: a senior looks at it, and the owner is told once it is decided."


@reviewers_only
@require_POST
def decide(request: PersonRequest, case: UUID) -> HttpResponseBase:
    """Decide, then open the next one that waits."""
    found = beside.found(request, case)
    form = DecisionForm(request.POST)
    if not form.is_valid():
        return _refused(request, found, form)
    if (holder := found.looked_at_by) not in (None, request.user) and not _although(request, holder):
        form.add_error(None, f"{holder.name} is looking at this. To decide it all the same, press Decide once more.")
        return page(request, found, form, status=409, although=holder.public_id)
    try:
        said = _done(request, found, form)
    except decisions.Conflict as conflict:
        form.add_error(None, str(conflict))
        return _refused(request, found, form)
    except decisions.Unread as unread:
        form.add_error(None, UNREAD if unread.case == found else UNREAD_BESIDE)
        return _refused(request, found, form)
    except decisions.AlreadyDecided:
        found.refresh_from_db()
        messages.warning(request, f"{queue.over(found, request.user)} Nothing was changed by you.")
        return page(request, found, form, status=409)
    except decisions.NotYours:
        raise Http404 from None
    if said:
        messages.success(request, said)
    bell.ring()
    if not ReviewerSettings.of(request.user).auto_advance:
        return redirect(f"{reverse('desk')}{queue.Chosen.of(request.GET).query}")
    return beside.go_on(request)


def _although(request: PersonRequest, holder: Any) -> bool:
    """They read that it is this person who looks at it."""
    return request.POST.get("although") == str(holder.public_id)


def _refused(request: PersonRequest, case: Case, form: DecisionForm) -> HttpResponseBase:
    """The form with its sentences, in a page that holds the case by itself: leaving the one before gives nothing back."""
    Case.objects.claim(case.pk, request.user, uuid4())
    case.refresh_from_db()  # deciding may have got some way before it was refused
    return page(request, case, form, status=422)


def _done(request: PersonRequest, case: Case, form: DecisionForm) -> str:
    """Carry the form out, and offer to take it back; what to say where it cannot be."""
    # A form that says nothing of it was filled in by somebody who has read nothing.
    wanted, title, seen = form.wanted(), queue.title(case).lower(), form.cleaned_data["seen"] or 0
    if form.escalates and len(wanted["measures"]) == 1:
        decisions.escalate(case, reviewer=request.user, reason=wanted["reason"])
        return f"Left to a senior: {title}. The owner is told once it is decided."
    others = equal.among(case, request.user, request.POST.getlist("with"), wanted["measures"])
    if not others:
        decision = decisions.decide(case, reviewer=request.user, seen=seen, **wanted)
        words = f"Decided: {title}, {decision.did}. The owner was told."
        taking_back.offer(request.session, words, decision=decision.public_id)
        return ""
    alike = decisions.decide_alike([case, *others], reviewer=request.user, seen=seen, **wanted)
    if not alike.decisions:
        raise decisions.AlreadyDecided
    words = f"Decided: {len(alike.decisions)} cases, {alike.decisions[0].did}. Each owner was told."
    taking_back.offer(request.session, words, decision=alike.decisions[0].public_id, bundle=alike.bundle)
    return f"{alike.missed} of them somebody had decided before; those were left alone." if alike.missed else ""


@reviewers_only
@require_POST
def statement(request: PersonRequest, case: UUID) -> HttpResponseBase:
    """What the owner would read of the decision as it stands in the form. Changes nothing."""
    found = beside.found(request, case)
    form = DecisionForm(request.POST)
    form.is_valid()
    wanted = form.wanted()
    if form.escalates and len(wanted["measures"]) == 1:
        return render(request, "moderation/_statement.html", {"case": found, "statement": LEFT})
    try:
        equal.among(found, request.user, request.POST.getlist("with"), wanted["measures"])
        words = decisions.rehearse(found, reviewer=request.user, **wanted)
    except decisions.Conflict as conflict:
        words = str(conflict) if form.cleaned_data.get("measures") else ""
    return render(request, "moderation/_statement.html", {"case": found, "statement": words})
