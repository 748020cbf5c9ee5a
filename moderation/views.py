"""The desk: what waits, what it is, what to do."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from accounts import audit
from accounts.doors import PersonRequest, reviewers_only
from moderation import decisions, policies, queue, subjects
from moderation.forms import DecisionForm
from moderation.models import Case


@reviewers_only
@require_safe
def desk(request: PersonRequest) -> HttpResponseBase:
    """The queue alone; a case is one click away."""
    return render(request, "moderation/desk.html", _queue(request))


@reviewers_only
@require_safe
def case(request: PersonRequest, case: UUID) -> HttpResponseBase:
    """One case. Opening it claims it and is itself an act: the audit says who looked."""
    found = _case(request, case)
    if found.decided_at is None and Case.objects.claim(found.pk, request.user):
        found.refresh_from_db()
    audit.record(request.user, "case.looked", f"case {found.public_id}")
    return _page(request, found, DecisionForm())


@reviewers_only
@require_POST
def decide(request: PersonRequest, case: UUID) -> HttpResponseBase:
    """Decide, then open the next one that waits."""
    found = _case(request, case)
    form = DecisionForm(request.POST)
    if not form.is_valid():
        return _page(request, found, form, status=422)
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
    found = _case(request, case)
    form = DecisionForm(request.POST)
    form.is_valid()
    typed = {"reason": "…", **form.cleaned_data}
    words = decisions.rehearse(found, **typed) if typed.get("outcome") else ""
    return render(request, "moderation/_statement.html", {"case": found, "statement": words})


@reviewers_only
@require_safe
def decided(request: PersonRequest) -> HttpResponseBase:
    """What was decided lately, by whom and why."""
    return render(
        request,
        "moderation/decided.html",
        {"decisions": queue.decided(request.user), "figures": queue.figures(request.user)},
    )


def _case(request: PersonRequest, public_id: UUID) -> Case:
    """The case, unless it is the reviewer's own or locked to them: then it is not there."""
    return get_object_or_404(
        Case.objects.shown_to(request.user).select_related("owner", "claimed_by"), public_id=public_id
    )


def _page(request: PersonRequest, case: Case, form: DecisionForm, status: int = 200) -> HttpResponse:
    handler = subjects.of(case.subject_kind)
    policy = policies.current()
    flags = list(case.flags.select_related("report").order_by("pk"))
    clauses = [clause for flag in flags if (clause := policy.clause(flag.clause))]
    context = _queue(request) | {
        "case": case,
        "title": queue.title(case),
        "form": form,
        "excerpt": handler.excerpt(case.subject),
        "preview": handler.preview(case.subject),
        "flags": [(flag, queue.why(flag)) for flag in flags],
        "clauses": list(dict.fromkeys(clauses)),
        "all_clauses": policy.clauses,
        "decision": getattr(case, "decision", None),
    }
    return render(request, "moderation/case.html", context, status=status)


def _queue(request: PersonRequest) -> dict[str, Any]:
    reviewer = request.user
    return {
        "lanes": queue.lanes(reviewer),
        "figures": queue.figures(reviewer),
        "out_of_reach": queue.out_of_reach(),
    }
