"""Handing a locked case over to an authority: ask, release, withdraw, fetch."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import audit
from accounts.doors import PersonRequest, keepers_only
from moderation.locked import handing_over
from moderation.locked.forms import HandoverForm, WhyForm
from moderation.locked.package import Package
from moderation.models import Case, Handover
from moderation.views import beside

SAME = "You asked for this yourself. It takes a second person who is reviewer and administrator both."
LATE = "It was released or withdrawn a moment ago. Nothing was changed by you."


@never_cache
@keepers_only
@require_http_methods(["GET", "POST"])
def handover(request: PersonRequest, case: UUID) -> HttpResponseBase:
    """What was asked for this case; ask."""
    found = _locked(request, case)
    form = HandoverForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            handing_over.ask(found, by=request.user, **form.cleaned_data)
        except handing_over.AskedAlready:
            form.add_error(None, "Somebody asked for this case already. It waits for the second person.")
        else:
            messages.success(request, "Asked. Nothing leaves the house until a second person has released it.")
            return redirect("handover", case=found.public_id)
    return _page(request, found, form)


@keepers_only
@require_POST
def release(request: PersonRequest, handover: UUID) -> HttpResponseBase:
    """The second person agrees."""
    row, form = _row(request, handover), WhyForm(request.POST)
    if not form.is_valid():
        return _page(request, row.case, HandoverForm(), why=form)
    try:
        handing_over.release(row, by=request.user, reason=form.cleaned_data["reason"])
    except handing_over.NotLocked:
        raise Http404 from None
    except handing_over.SamePerson:
        messages.error(request, SAME)
    except handing_over.TooLate:
        messages.warning(request, LATE)
    else:
        messages.success(request, "Released. For a day either of you may fetch the package.")
    return redirect("handover", case=row.case.public_id)


@keepers_only
@require_POST
def withdraw(request: PersonRequest, handover: UUID) -> HttpResponseBase:
    """Close it."""
    row, form = _row(request, handover), WhyForm(request.POST)
    if not form.is_valid():
        return _page(request, row.case, HandoverForm(), why=form)
    try:
        handing_over.withdraw(row, by=request.user, reason=form.cleaned_data["reason"])
    except handing_over.TooLate:
        messages.warning(request, LATE)
    else:
        messages.success(request, "Withdrawn. Nothing can be fetched.")
    return redirect("handover", case=row.case.public_id)


@never_cache
@keepers_only
@require_safe
def package(request: PersonRequest, handover: UUID) -> HttpResponseBase:
    """The zip. That it was begun is written down before the first byte, and its hash after the last."""
    row = _row(request, handover)
    if not Handover.objects.open_to(request.user).filter(pk=row.pk).exists():
        raise Http404
    audit.record(request.user, "handover.begun", handing_over.target_of(row), row.reason)
    response = StreamingHttpResponse(Package(row, request.user).sent(), content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="handover-{row.public_id}.zip"'
    return response


def _locked(request: PersonRequest, case: UUID) -> Case:
    """Where it was let go since, what was asked for before can still be read."""
    found = beside.found(request, case)
    if not found.is_locked and (request.method == "POST" or not found.handovers.exists()):
        raise Http404
    return found


def _row(request: PersonRequest, public_id: UUID) -> Handover:
    rows = Handover.objects.filter(case__in=Case.objects.shown_to(request.user))
    return get_object_or_404(rows.select_related("case__owner", "asked_by", "released_by"), public_id=public_id)


def _page(request: PersonRequest, case: Case, form: HandoverForm, why: WhyForm | None = None) -> HttpResponse:
    audit.looked(request.user, "handover.looked", f"case {case.public_id}")
    rows = list(case.handovers.select_related("asked_by", "released_by").order_by("-pk"))
    fetchable = set(Handover.objects.open_to(request.user).filter(case=case).values_list("pk", flat=True))
    waiting = next((row for row in rows if not row.released_at and not row.withdrawn_at), None)
    context = {
        "case": case,
        "form": form,
        "why": why or WhyForm(auto_id="why_%s"),
        "why_not": WhyForm(auto_id="why_not_%s"),
        "waiting": waiting,
        "holds": Package(waiting, request.user).holds() if waiting and case.is_locked else [],
        "handovers": [(row, row.pk in fetchable, audit.about(handing_over.target_of(row))) for row in rows],
        "somebody_else": handing_over.another_than(request.user, case),
    }
    return render(
        request, "moderation/handover.html", context, status=422 if form.errors or (why and why.errors) else 200
    )
