"""Doors to keeping order on the wall: one thing with many, and its undoing; a zip; boards; kept searches."""

import uuid
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase, JsonResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from accounts.doors import PersonRequest, creators_only
from foundation.asking import NotUnderstood
from studio import boards, searches
from studio.gallery import finding, many, taking
from studio.models import Asset, Board, SavedSearch
from studio.models.asset import AssetQuerySet
from studio.models.keeping import MOST_DAYS
from studio.views.asking import ids
from usage.allowances import standing


@creators_only
@require_POST
def do(request: PersonRequest) -> HttpResponseBase:
    """One thing with many: `do` and `value`, with `ids`, or with `all` that `q` asks for."""
    act = many.Act(request.POST.get("do", ""), request.POST.get("value", ""))
    try:
        done = many.do(request.user, _chosen(request), act)
    except (many.NotDone, NotUnderstood) as problem:
        return JsonResponse({"problem": str(problem)}, status=422)
    return JsonResponse({"count": done.count, "sentence": done.sentence, "undo": done.undo})


@creators_only
@require_POST
def undo(request: PersonRequest) -> HttpResponseBase:
    """Put all of it back."""
    try:
        count = many.undo(request.user, request.POST.get("undo", ""))
    except many.NotDone as problem:
        return JsonResponse({"problem": str(problem)}, status=422)
    return JsonResponse({"count": count})


@creators_only
@require_POST
def take(request: PersonRequest) -> HttpResponseBase:
    """A zip of those chosen, made while it is sent."""
    try:
        packing = taking.packed(taking.chosen(_chosen(request)))
    except (taking.TooMuch, NotUnderstood) as problem:
        messages.error(request, str(problem))
        return redirect("studio")
    response = StreamingHttpResponse(taking.sent(packing), content_type="application/zip")
    response["Content-Length"] = str(len(packing))
    response["Content-Disposition"] = f'attachment; filename="salon-{timezone.now():%Y-%m-%d-%H%M}.zip"'
    response["Cache-Control"] = "private, no-store"
    return response


@creators_only
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def all_boards(request: PersonRequest) -> HttpResponseBase:
    """One's boards; POST makes one."""
    if request.method == "POST":
        try:
            boards.make(request.user, request.POST.get("name", ""))
        except boards.NotMade as problem:
            return _boards(request, str(problem), status=422)
        return redirect("studio-boards")
    return _boards(request)


@creators_only
@require_POST
def board(request: PersonRequest, board: uuid.UUID) -> HttpResponseBase:
    """Rename a board, or say how long things hang there; with `do=delete` take it down."""
    try:
        if request.POST.get("do") == "delete":
            gone = boards.take_down(request.user, board)
            messages.success(request, f"The board {gone.name} is gone; what hung on it is still on the wall.")
        else:
            boards.change(request.user, board, request.POST.get("name", ""), request.POST.get("days"))
    except Board.DoesNotExist:
        raise Http404 from None
    except boards.NotMade as problem:
        return _boards(request, str(problem), status=422)
    return redirect("studio-boards")


@creators_only
@require_POST
def keep_search(request: PersonRequest) -> HttpResponseBase:
    """Keep what is asked under a name."""
    query = request.POST.get("q", "")
    try:
        kept = searches.keep(request.user, request.POST.get("name", ""), query)
        messages.success(request, f"Kept as {kept.name}.")
    except (searches.NotKept, NotUnderstood) as problem:
        messages.error(request, str(problem))
    return redirect(f"{reverse('studio')}?{urlencode({'q': query[:400]})}")


@creators_only
@require_POST
def forget_search(request: PersonRequest, search: uuid.UUID) -> HttpResponseBase:
    """Keep it no longer."""
    try:
        searches.forget(request.user, search)
    except SavedSearch.DoesNotExist:
        raise Http404 from None
    return redirect("studio")


def _boards(request: PersonRequest, problem: str = "", status: int = 200) -> HttpResponse:
    context = {
        "boards": boards.of(request.user),
        "problem": problem,
        "most_days": MOST_DAYS,
        "standing": standing(request.user),
    }
    return render(request, "studio/boards.html", context, status=status)


def _chosen(request: PersonRequest) -> AssetQuerySet:
    """Those named, or all that is asked for. Raises NotUnderstood."""
    if request.POST.get("all") == "1":
        return finding.understood(request.user, request.POST.get("q", "")).shown
    shown: AssetQuerySet = Asset.objects.visible_to(request.user)
    return shown.filter(public_id__in=ids(request.POST.get("ids", ""), many.MOST + 1))
