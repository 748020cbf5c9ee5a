"""The report form and its receipt, for anyone; and what a reviewer says about a report."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.addresses import address_of
from accounts.doors import PersonRequest, public, reviewers_only
from accounts.models import User
from accounts.sharing import opening
from accounts.sharing.answers import gone, private, private_if_named
from accounts.sharing.link import token_hash
from foundation import throttle
from moderation import finding
from moderation.models import Case, Report
from moderation.reports import categories, faith, telling
from moderation.reports.forms import ReportForm
from moderation.reports.receiving import receive

HOUR = 3600
TOO_MANY = "Many reports came from you, or from where you are. Try again in an hour; if somebody is in danger, call the police first."
ENOUGH = "Many people have told us about this already, and a person is going to look at it. You need do nothing more."


@public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest) -> HttpResponse:
    """Say what is wrong with something. `at` names the page, `thing` one of what stands there."""
    who = request.user if isinstance(request.user, User) else None
    asked = request.POST if request.method == "POST" else request.GET
    found = finding.at(asked.get("at", ""), who, thing=_id(asked.get("only", "")))
    if request.method != "POST":
        initial = {"at": asked.get("at", "")[: finding.LONGEST], "thing": asked.get("thing", "")}
        return _page(request, ReportForm(found=found, known=who is not None, initial=initial))
    form = ReportForm(request.POST, found=found, known=who is not None)
    if _too_many(request, who):
        form.add_error(None, TOO_MANY)
        return _page(request, form, status=429)
    if not form.is_valid():
        return _page(request, form, status=422)
    said = form.cleaned_data
    made = receive(form.chosen, said["category"], said["why"], by=who, contact=said.get("contact", ""))
    if made is None:
        form.add_error(None, TOO_MANY if who else ENOUGH)
        return _page(request, form, status=429)
    response = HttpResponseRedirect(made.receipt or reverse("report"))
    response.status_code = 303
    return private(response)


@public
@require_safe
def receipt(request: HttpRequest, token: str) -> HttpResponse:
    """What becomes of a report, for whoever has its address."""
    known = Report.objects.filter(token_hash=token_hash(token)).select_related("flag")
    found = opening.guessed(known, address_of(request))
    if found is None:
        return gone(request)
    context = {"report": found, "category": categories.of(found.category), "sentence": telling.sentence(found)}
    return private(render(request, "moderation/reports/receipt.html", context))


@reviewers_only
@require_POST
def bad_faith(request: PersonRequest, report: UUID) -> HttpResponseBase:
    """A reviewer says that it was, or after all was not, reported in bad faith."""
    cases = Case.objects.shown_to(request.user)
    rows = Report.objects.filter(flag__case__in=cases).select_related("owner", "flag__case")
    found = get_object_or_404(rows, public_id=report)
    if found.owner_id == request.user.pk:
        messages.error(request, "This is your own report: somebody else says that.")
    elif "back" in request.POST:
        faith.taken_back(found, reviewer=request.user)
        messages.success(request, "Taken back. Whoever reported was told.")
    else:
        try:
            faith.found_bad(found, reviewer=request.user, reason=request.POST.get("reason", "")[:500])
            messages.success(request, "Noted. Whoever reported was told; their word weighs half from now on.")
        except faith.NoReason:
            messages.error(request, "Write the reason first: whoever reported reads it.")
    return redirect("case", case=found.flag.case.public_id)


def _page(request: HttpRequest, form: ReportForm, status: int = 200) -> HttpResponse:
    context = {"form": form, "found": form.found, "only": request.POST.get("only", request.GET.get("only", ""))[:36]}
    return private_if_named(request, render(request, "moderation/reports/report.html", context, status=status))


def _too_many(request: HttpRequest, who: User | None) -> bool:
    whose = f"person-{who.pk}" if who else address_of(request)
    return throttle.spent("report", whose, most=settings.REPORTS_PER_HOUR, seconds=HOUR)


def _id(said: str) -> UUID | None:
    try:
        return UUID(said)
    except ValueError:
        return None
