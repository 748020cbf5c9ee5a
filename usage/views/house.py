"""The house's money, for administrators."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from accounts import audit
from accounts.doors import PersonRequest, administrators_only
from accounts.models import User
from usage import allowances, house_report, notices, observations, reports
from usage.forms import AllowanceForm
from usage.limits import TICKS_PER_USD
from usage.models import Allowance, Charge
from usage.months import next_month, this_month
from usage.views.own import chosen_month


@require_GET
@administrators_only
def month(request: PersonRequest) -> HttpResponse:
    """One month of everybody's and the house's own."""
    chosen = chosen_month(request)
    charges = Charge.objects.booked_in(chosen)
    context = {
        "month": chosen,
        "until": next_month(chosen),
        "months": reports.months_of(Charge.objects.all(), this_month()),
        "budget": house_report.budget(chosen),
        "totals": reports.totals(charges),
        "days": reports.days_of_house(charges, chosen),
        "spikes": house_report.spikes(chosen),
        "engines": house_report.by_engine(charges),
        "purposes": house_report.by_purpose(charges),
        "people": house_report.by_person(charges),
        "observations": observations.today() if chosen == this_month() else [],
        "troubles": house_report.troubles(chosen),
        "raised": Allowance.objects.filter(month=chosen, granted=True).select_related("owner").order_by("-limit"),
    }
    audit.looked(request.user, "usage.looked", "usage", after={"month": chosen})
    return render(request, "usage/house.html", context)


@require_GET
@administrators_only
def person(request: PersonRequest, person: UUID) -> HttpResponse:
    """One person's allowance, and what was done to it."""
    return _page(request, get_object_or_404(User, public_id=person))


@require_POST
@administrators_only
def set_allowance(request: PersonRequest, person: UUID) -> HttpResponse:
    """Give one person a limit of their own, with a reason."""
    somebody, form = get_object_or_404(User, public_id=person), AllowanceForm(request.POST)
    if not form.is_valid():
        return _page(request, somebody, form)
    reason, lasting = form.cleaned_data["reason"], form.cleaned_data["lasting"]
    try:
        standing = allowances.set_limit(somebody, form.ticks(), by=request.user, reason=reason, lasting=lasting)
    except allowances.LimitTooLow as refused:
        form.add_error("limit", notices.limit_too_low(refused.least))
        return _page(request, somebody, form)
    messages.success(request, notices.limit_set(somebody.name, standing.limit, lasting=lasting))
    return HttpResponseRedirect(reverse("usage_person", args=[somebody.public_id]))


def _page(request: PersonRequest, somebody: User, form: AllowanceForm | None = None) -> HttpResponse:
    audit.looked(request.user, "usage.looked", f"person:{somebody.public_id}")
    standing = allowances.standing(somebody)
    usd = f"{standing.limit / TICKS_PER_USD:.2f}"
    shown = form or AllowanceForm(initial={"limit": usd, "lasting": standing.lasting})
    history = [entry for entry in audit.about(f"person:{somebody.public_id}") if entry.action == "allowance.set"]
    context = {
        "somebody": somebody,
        "their": standing,
        "form": shown,
        "history": history,
        "before": Allowance.objects.owned_by(somebody).exclude(month=standing.month).order_by("-month")[:12],
    }
    return render(request, "usage/person.html", context, status=422 if form else 200)
