"""The desk in numbers, for reviewers; and what the house tells the world."""

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.doors import PersonRequest, public, reviewers_only
from moderation.figures import agreement, decided, halves, standing

STRETCHES = (7, 30, 90, 365)
PRESET = 30


@reviewers_only
@require_safe
def figures(request: PersonRequest) -> HttpResponseBase:
    """What waits, and what was decided in a stretch of days. Numbers alone: nobody's words, and no reviewer's name."""
    said = request.GET.get("days", "")
    days = int(said) if said in map(str, STRETCHES) else PRESET
    decisions = decided.since(days)
    agreed = decided.agreed(days)
    context = {
        "days": days,
        "stretches": STRETCHES,
        "lanes": standing.lanes(request.user),
        "clocks": standing.clocks(),
        "totals": decided.totals(decisions),
        "clauses": decided.by_clause(decisions),
        "measures": decided.by_measure(decisions),
        "by_day": list(decided.days(decisions, days)),
        "agreed": agreed,
        "kappa_words": agreement.words(agreed.kappa),
        "readings": standing.readings(),
    }
    return render(request, "moderation/figures.html", context)


@public
@require_safe
def transparency(request: HttpRequest) -> HttpResponse:
    """Numbers by half-years, for everybody."""
    told = halves.halves()
    # The newest half-year is there always, and what is the oldest of them says from when on something may be missing.
    context = {"halves": told, "few": halves.FEW, "reckoned_at": min(each.reckoned_at for each in told)}
    return render(request, "moderation/transparency.html", context)
