"""Deciding a case, and reading beforehand what its owner would read."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from accounts.doors import PersonRequest, reviewers_only
from moderation import decisions, queue
from moderation.forms import DecisionForm
from moderation.views import beside
from moderation.views.case import page


@reviewers_only
@require_POST
def decide(request: PersonRequest, case: UUID) -> HttpResponseBase:
    """Decide, then open the next one that waits."""
    found = beside.found(request, case)
    form = DecisionForm(request.POST)
    if not form.is_valid():
        return page(request, found, form, status=422)
    try:
        decisions.decide(found, reviewer=request.user, **form.cleaned_data)
    except decisions.AlreadyDecided:
        messages.warning(request, "Somebody decided this a moment ago. Nothing was changed by you.")
        return redirect("case", case=found.public_id)
    messages.success(
        request, f"Decided: {queue.title(found).lower()}, {form.cleaned_data['outcome']}. The owner was told."
    )
    following = queue.next_after(request.user)
    return redirect("case", case=following.public_id) if following else redirect("desk")


@reviewers_only
@require_POST
def statement(request: PersonRequest, case: UUID) -> HttpResponseBase:
    """What the owner would read of the decision as it stands in the form. Changes nothing."""
    found = beside.found(request, case)
    form = DecisionForm(request.POST)
    form.is_valid()
    typed = {"reason": "…", **form.cleaned_data}
    words = decisions.rehearse(found, **typed) if typed.get("outcome") else ""
    return render(request, "moderation/_statement.html", {"case": found, "statement": words})
