"""The trimmer: a part of one film, chosen by its first and last frame."""

import uuid

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.doors import PersonRequest, creators_only
from studio.arrivals import cutting
from studio.arrivals.refusals import NotTaken
from studio.models import Asset, Kind
from usage.allowances import standing


@creators_only
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def trim(request: PersonRequest, asset: uuid.UUID) -> HttpResponseBase:
    """The film with two handles; sent, the part between them is cut out. What cannot be cut comes back with a sentence."""
    films = Asset.objects.visible_to(request.user).filter(kind=Kind.VIDEO)
    film = get_object_or_404(films, public_id=asset)
    if request.method != "POST":
        return _page(request, film, 0.0, film.seconds or 0.0)
    begins, ends = _number(request, "begins", 0.0), _number(request, "ends", film.seconds or 0.0)
    try:
        cutting.cut(request.user, film, begins, ends)
    except NotTaken as refused:
        return _page(request, film, begins, ends, problem=refused.sentence)
    return redirect("studio-bring")


def _page(request: PersonRequest, film: Asset, begins: float, ends: float, problem: str = "") -> HttpResponse:
    context = {
        "asset": film,
        "begins": begins,
        "ends": ends,
        "fps": cutting.fps(film),
        "change": cutting.taken_by("change"),
        "extend": cutting.taken_by("extend"),
        "problem": problem,
        "standing": standing(request.user),
    }
    return render(request, "studio/trim.html", context, status=422 if problem else 200)


def _number(request: PersonRequest, name: str, instead: float) -> float:
    """What was sent, in seconds; what is no number is not believed."""
    try:
        return float(request.POST.get(name, ""))
    except ValueError:
        return instead
