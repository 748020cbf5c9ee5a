"""Doors to a family: its map, and a thing with all that was made from it onto a board, into the trash, and back."""

import uuid
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.doors import PersonRequest, creators_only
from studio.lineage import chart, subtree
from studio.models import Asset, Board
from studio.sharing.shares import MOST
from studio.views.asking import uuid_in
from studio.views.assets import mine
from usage.allowances import standing


@creators_only
@require_safe
@never_cache
def page(request: PersonRequest, asset: uuid.UUID) -> HttpResponseBase:
    """The map, from the first ancestors to everything that was made from them."""
    found = mine(request, asset)
    context = {
        "asset": found,
        "chart": chart.drawn(request.user, found),
        "boards": Board.objects.owned_by(request.user).order_by("name"),
        "standing": standing(request.user),
    }
    return render(request, "studio/lineage.html", context)


@creators_only
@require_POST
def move(request: PersonRequest, asset: uuid.UUID) -> HttpResponseBase:
    """Hang the chosen thing, and what was made from it, onto a board; without one: off its board."""
    found = mine(request, asset)
    board = _board(request)
    try:
        moved = subtree.hang(request.user, _chosen(request, found), board)
    except Asset.DoesNotExist:
        raise Http404 from None
    messages.success(
        request, f"{_things(moved)} now on “{board.name}”." if board else f"{_things(moved)} on no board now."
    )
    return redirect(reverse("lineage", args=[found.public_id]))


@creators_only
@require_POST
def share(request: PersonRequest, asset: uuid.UUID) -> HttpResponseBase:
    """To the page that shares the chosen thing, and what was made from it, as far as one link holds."""
    try:
        chosen = subtree.ids(request.user, _chosen(request, mine(request, asset)), most=MOST)
    except Asset.DoesNotExist:
        raise Http404 from None
    return redirect(f"{reverse('asset-share')}?{urlencode([('asset', str(each)) for each in chosen])}")


@creators_only
@require_POST
def delete(request: PersonRequest, asset: uuid.UUID) -> HttpResponseBase:
    """Throw the chosen thing away, and what was made from it; the next page offers the way back."""
    chosen = _chosen(request, mine(request, asset))
    try:
        subtree.delete(request.user, chosen)
    except Asset.DoesNotExist:
        raise Http404 from None
    return redirect(reverse("lineage-deleted", args=[chosen]))


@creators_only
@require_safe
@never_cache
def deleted(request: PersonRequest, asset: uuid.UUID) -> HttpResponseBase:
    """What was just thrown away together, until when it can be had back, and the way back."""
    try:
        gone = subtree.deleted(request.user, asset)
    except Asset.DoesNotExist:
        raise Http404 from None
    return render(request, "studio/lineage_deleted.html", {"gone": gone, "standing": standing(request.user)})


@creators_only
@require_POST
def restore(request: PersonRequest, asset: uuid.UUID) -> HttpResponseBase:
    """Take it all back."""
    try:
        subtree.restore(request.user, asset)
    except Asset.DoesNotExist:
        raise Http404 from None
    return redirect(reverse("lineage", args=[asset]))


def _chosen(request: PersonRequest, page_of: Asset) -> uuid.UUID:
    """Where the command begins; what is no id is nothing of theirs."""
    if "thing" not in request.POST:
        return page_of.public_id
    chosen = uuid_in(request.POST["thing"])
    if chosen is None:
        raise Http404
    return chosen


def _board(request: PersonRequest) -> Board | None:
    """The board that was named; None for none. 404 for one that is not theirs."""
    named = request.POST.get("board", "")
    return get_object_or_404(Board.objects.owned_by(request.user), public_id=uuid_in(named)) if named else None


def _things(count: int) -> str:
    return "One thing is" if count == 1 else f"{count} things are"
