"""The wall for the page that draws it as one scrolls: its shape, which things hang where, and some of their cards."""

from datetime import UTC, datetime

from django.http import Http404, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.doors import PersonRequest, creators_only
from foundation.asking import NotUnderstood
from studio import assets
from studio.gallery import finding, shape
from studio.models import Asset
from studio.views.asking import ids

CARDS = 120


@creators_only
@require_safe
@never_cache
def index(request: PersonRequest) -> HttpResponseBase:
    """By month how many there are of what was asked for, and the shape of each."""
    try:
        found = finding.understood(request.user, request.GET.get("q", ""))
    except NotUnderstood as problem:
        return JsonResponse({"problem": str(problem)}, status=422)
    months = shape.months(found.shown)
    return JsonResponse({"months": [[each.month, each.count, each.shapes] for each in months]})


@creators_only
@require_safe
@never_cache
def month(request: PersonRequest, month: str) -> HttpResponseBase:
    """Which things of what was asked for were made in this month, such as 2026-03; newest first."""
    try:
        begins = datetime.strptime(month, "%Y-%m").replace(tzinfo=UTC)
        found = shape.ids(finding.understood(request.user, request.GET.get("q", "")).shown, begins)
    except ValueError:
        raise Http404 from None
    except NotUnderstood as problem:
        return JsonResponse({"problem": str(problem)}, status=422)
    return JsonResponse({"ids": [str(each) for each in found]})


@creators_only
@require_safe
@never_cache
def some(request: PersonRequest) -> HttpResponseBase:
    """The cards of those named by `of`, in that order; what one may not see is left out."""
    asked = ids(request.GET.get("of", ""), CARDS)
    shown = {asset.public_id: asset for asset in Asset.objects.visible_to(request.user).filter(public_id__in=asked)}
    return render(request, "studio/_cards.html", {"assets": [shown[each] for each in asked if each in shown]})


@creators_only
@require_safe
@never_cache
def bare(request: PersonRequest) -> HttpResponseBase:
    """What stands where nothing hangs: a fragment, for a page from whose wall things were taken."""
    return render(request, "studio/_bare.html", {"kept": assets.kept_from(request.user)})
