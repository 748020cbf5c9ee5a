"""A person's own money."""

from datetime import date
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from accounts.doors import PersonRequest, signed_in
from usage import allowances, export, reports, subjects
from usage.models import Charge
from usage.months import next_month, parsed, this_month

PER_PAGE = 50


@require_GET
@signed_in
def month(request: PersonRequest) -> HttpResponse:
    """One month: what may be spent, what was, by day and by request."""
    chosen = chosen_month(request)
    mine = Charge.objects.owned_by(request.user)
    charges = mine.booked_in(chosen)
    page = Paginator(charges.newest_first(), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "month": chosen,
        "is_now": chosen == this_month(),
        "until": next_month(chosen),
        "months": reports.months_of(mine, this_month()),
        "own": allowances.standing(request.user, chosen),
        "totals": reports.totals(charges),
        "days": reports.days_of_person(charges, chosen),
        "page": page,
        "lines": lines(request, list(page)),
        "query": "&" + urlencode({"month": f"{chosen:%Y-%m}"}),
    }
    return render(request, "usage/month.html", context)


@require_GET
@signed_in
def month_csv(request: PersonRequest) -> HttpResponse:
    """The same month as a file, whole."""
    chosen = chosen_month(request)
    charges: QuerySet[Charge] = Charge.objects.owned_by(request.user).booked_in(chosen).newest_first()
    response = HttpResponse(export.as_csv(charges), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="salon-usage-{chosen:%Y-%m}.csv"'
    return response


def chosen_month(request: HttpRequest) -> date:
    """The month in the address (`?month=2026-11`), or this one. One that is none, or still to come, is not there."""
    words = request.GET.get("month", "")
    chosen = parsed(words) if words else this_month()
    if chosen is None or chosen > this_month():
        raise Http404
    return chosen


def lines(request: PersonRequest, charges: list[Charge]) -> list[tuple[Charge, str, subjects.Line | None]]:
    """Each entry with its purpose in words and, if it is still there, what it was about."""
    found = subjects.described(request.user, ((charge.purpose, charge.subject) for charge in charges))
    return [(charge, subjects.words(charge.purpose), found.get(charge.subject)) for charge in charges]
