"""Doors of the viewer: star, rating, and the words for who cannot see it."""

import uuid

from django.http import Http404, HttpResponse, HttpResponseBadRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.doors import PersonRequest, creators_only
from studio import captions
from studio import marks as marking
from studio.models import Asset
from studio.models.asset import BEST_RATING
from studio.views.asking import wants_fragment
from studio.views.assets import mine

RATINGS = {str(rating): rating for rating in range(BEST_RATING + 1)}


@creators_only
@require_safe
@never_cache
def marks(request: PersonRequest, asset: uuid.UUID) -> HttpResponseBase:
    """Star and rating as they are now: a fragment."""
    return render(request, "studio/_marks.html", {"asset": mine(request, asset)})


@creators_only
@require_POST
def star(request: PersonRequest, asset: uuid.UUID) -> HttpResponseBase:
    """Set the star with `on`, take it away without."""
    try:
        found = marking.star(request.user, asset, on=request.POST.get("on") == "1")
    except Asset.DoesNotExist:
        raise Http404 from None
    return _marked(request, found)


@creators_only
@require_POST
def rate(request: PersonRequest, asset: uuid.UUID) -> HttpResponseBase:
    """Rate it from 0, no rating, to 5."""
    found = mine(request, asset)
    rating = RATINGS.get(request.POST.get("rating", ""))
    if rating is None:
        return HttpResponseBadRequest("A rating is a number from 0 to 5.")
    try:
        found = marking.rate(request.user, asset, rating)
    except Asset.DoesNotExist:
        raise Http404 from None
    return _marked(request, found)


@creators_only
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def caption(request: PersonRequest, asset: uuid.UUID) -> HttpResponseBase:
    """What it says now, for a page that waits for it; POST puts one's own words there."""
    found, typed = mine(request, asset), request.POST.get("caption", "")
    if request.method != "POST":
        return _waited(request, found)
    try:
        found = captions.write(request.user, asset, typed)
    except Asset.DoesNotExist:
        raise Http404 from None
    except captions.NotWritten as error:
        return _captioned(request, found, problem=str(error), typed=typed)
    return _captioned(request, found)


@creators_only
@require_POST
def ask_caption(request: PersonRequest, asset: uuid.UUID) -> HttpResponseBase:
    """Have an engine look at it, at the price that was shown. The page asks again until it has."""
    found = mine(request, asset)
    try:
        found = captions.ask(request.user, asset)
    except Asset.DoesNotExist:
        raise Http404 from None
    except captions.NotWritten as error:
        return _captioned(request, found, problem=str(error), typed=request.POST.get("caption"))
    if not wants_fragment(request):
        return redirect(reverse("asset", args=[asset]))
    context = {"asset": found, "caption_price": captions.price(found), "caption_writing": True}
    answer = render(request, "studio/_caption_asked.html", context)
    answer["HX-Reswap"] = "none"  # what was typed since the click stays, too
    return answer


def _waited(request: PersonRequest, asset: Asset) -> HttpResponseBase:
    """While an engine writes, the page keeps what it shows; then what came of it, and beside it what is typed meanwhile."""
    if captions.is_being_written(asset) and wants_fragment(request):
        return HttpResponse(status=204)
    typed, was = (request.GET.get(name, "").replace("\r\n", "\n").strip() for name in ("caption", "was"))
    return _captioned(request, asset, typed=typed if typed not in (was, asset.caption) else None)


def _marked(request: PersonRequest, asset: Asset) -> HttpResponseBase:
    if wants_fragment(request):
        return render(request, "studio/_marks.html", {"asset": asset})
    return redirect(reverse("asset", args=[asset.public_id]))


def _captioned(request: PersonRequest, asset: Asset, *, problem: str = "", typed: str | None = None) -> HttpResponse:
    if not problem and not wants_fragment(request):
        return redirect(reverse("asset", args=[asset.public_id]))
    context = {
        "asset": asset,
        "caption_price": captions.price(asset),
        "caption_writing": captions.is_being_written(asset),
        "problem": problem or captions.problem(asset),
        "typed": typed,
        "beside": request.method == "GET" and typed is not None and asset.caption != request.GET.get("was", ""),
        "open": True,
    }
    page = "studio/_captioned.html" if wants_fragment(request) else "studio/_caption.html"
    return render(request, page, context, status=422 if problem else 200)
