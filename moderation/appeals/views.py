"""The owner's side of an appeal, on the page of the decision; and the desk's, which has pages of its own."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from accounts import audit
from accounts.doors import PersonRequest, reviewers_only, signed_in
from moderation import appeals, measures, policies, queue, subjects
from moderation.appeals.forms import JudgeForm, WordsForm
from moderation.consent import showing
from moderation.models import Appeal, Decision, ReviewerSettings
from moderation.queue.numbers import figures
from moderation.views import mine

LISTED = 100


@signed_in
@require_POST
def open_appeal(request: PersonRequest, decision: UUID) -> HttpResponseBase:
    """Ask for another look."""
    found = get_object_or_404(Decision.objects.about(request.user), public_id=decision)
    form = WordsForm(request.POST)
    if not form.is_valid():
        return mine.page(request, found, form, status=422)
    try:
        appeals.appeal(found, owner=request.user, words=form.cleaned_data["words"])
    except appeals.Closed as closed:
        messages.warning(request, str(closed))
    else:
        messages.success(
            request, "Your appeal is with the desk. Somebody else looks, and you are told what they decide."
        )
    return redirect("decision", decision=found.public_id)


@signed_in
@require_POST
def say(request: PersonRequest, decision: UUID) -> HttpResponseBase:
    """The owner's next word."""
    found = get_object_or_404(Appeal.objects.owned_by(request.user), decision__public_id=decision)
    _said(request, found)
    return redirect("decision", decision=decision)


@reviewers_only
@require_safe
def listed(request: PersonRequest) -> HttpResponseBase:
    """What waits for another reviewer's word, the longest waiting first."""
    audit.looked(request.user, "appeals.looked", "desk")
    waiting = Appeal.objects.open()
    rows = waiting.for_judge(request.user).select_related("decision__case").prefetch_related("decision__measures")
    context = {
        "appeals": [(each, queue.title(each.decision.case)) for each in rows.order_by("opened_at")[:LISTED]],
        "for_others": waiting.filter(first_reviewer=request.user).exclude(owner=request.user).count(),
        "figures": figures(request.user),
    }
    return render(request, "moderation/appeals/list.html", context)


@reviewers_only
@require_safe
def shown(request: PersonRequest, appeal: UUID) -> HttpResponseBase:
    """One appeal with the first decision beside it. Looking is itself an act."""
    return _page(request, _found(request, appeal), JudgeForm())


@reviewers_only
@require_POST
def ask(request: PersonRequest, appeal: UUID) -> HttpResponseBase:
    """The desk's next word."""
    _said(request, _found(request, appeal))
    return redirect("appeal", appeal=appeal)


@reviewers_only
@require_POST
def judge(request: PersonRequest, appeal: UUID) -> HttpResponseBase:
    """The end of it."""
    found, form = _found(request, appeal), JudgeForm(request.POST)
    if not form.is_valid():
        return _page(request, found, form, status=422)
    try:
        appeals.judge(found, judge=request.user, **form.judged())
    except appeals.Conflict as conflict:
        form.add_error(None, str(conflict))
        return _page(request, found, form, status=422)
    except appeals.AlreadyDecided:
        messages.warning(request, "Somebody judged this a moment ago. Nothing was changed by you.")
        return redirect("appeal", appeal=appeal)
    messages.success(request, "The appeal is answered. The owner was told.")
    return redirect("appeals")


@reviewers_only
@require_POST
def statement(request: PersonRequest, appeal: UUID) -> HttpResponseBase:
    """What would be read of the appeal as it stands in the form. Changes nothing."""
    found, form = _found(request, appeal), JudgeForm(request.POST)
    form.is_valid()
    said, problem = [], ""
    if form.cleaned_data.get("outcome"):
        try:
            said = appeals.rehearse(found, judge=request.user, **form.judged())
        except appeals.Conflict as conflict:
            problem = str(conflict)
        except appeals.AlreadyDecided:
            problem = "Somebody judged this a moment ago."
    return render(request, "moderation/_rehearsed.html", {"said": said, "problem": problem})


def _found(request: PersonRequest, public_id: UUID) -> Appeal:
    rows = Appeal.objects.for_judge(request.user).select_related("decision__case__owner", "judge")
    return get_object_or_404(rows, public_id=public_id)


def _said(request: PersonRequest, appeal: Appeal) -> None:
    form = WordsForm(request.POST)
    if not form.is_valid():
        messages.warning(request, str(form.errors["words"][0]))
        return
    try:
        appeals.say(appeal, by=request.user, words=form.cleaned_data["words"])
    except appeals.Closed as closed:
        messages.warning(request, str(closed))


def _page(request: PersonRequest, appeal: Appeal, form: JudgeForm, status: int = 200) -> HttpResponse:
    audit.looked(request.user, "appeal.looked", f"appeal {appeal.public_id}")
    case, policy = appeal.decision.case, policies.current()
    handler = subjects.of(case.subject_kind)
    flags = case.flags.select_related("report").order_by("pk")
    context = {
        "appeal": appeal,
        "decision": appeal.decision,
        "case": case,
        "title": queue.title(case),
        "excerpt": handler.excerpt(case.subject),
        "pictures": subjects.pictures(case.subject_kind, case.subject, request.user),
        "preview": handler.preview(case.subject),
        "compared": showing.compared(case, request.user),
        "flags": [(flag, queue.why(flag)) for flag in flags],
        "clause": policy.clause(appeal.decision.clause),
        "all_clauses": policy.clauses,
        "acts": [act for act in measures.fitting(case) if act.name != "escalate"],
        "form": form,
        "figures": figures(request.user),
        "settings": ReviewerSettings.of(request.user),
    }
    return render(request, "moderation/appeals/appeal.html", context, status=status)
