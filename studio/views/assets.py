"""Doors to one picture or film: its page, its bytes by links minted at the click, its recipe, the trash."""

import uuid

from django.http import Http404, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts import audit
from accounts.doors import PersonRequest, creators_only, reviewers_only
from moderation.models import Case
from studio import assets, captions, cards, recipes, relatives
from studio.consents import deciding, reasons
from studio.lineage import trail
from studio.media import links
from studio.models import Asset
from studio.views.asking import cursor, wants_fragment
from studio.views.showing import said
from usage.allowances import standing

# The queue asks for its stamps with every case that is opened; the link behind one lives longer than this.
STAMP_SECONDS = 60


@creators_only
@require_safe
@never_cache
def page(request: PersonRequest, asset: uuid.UUID) -> HttpResponseBase:
    """The thing itself, where it came from, what may be done with it. Its details are aside when the cookie says so."""
    if consent := reasons.against_sight(request.user, asset):
        theirs = Asset.objects.owned_by(request.user).withheld().filter(public_id=asset)
        context = {
            "asset": asset,
            "consent": consent,
            "may_delete": theirs.exists(),
            "standing": standing(request.user),
        }
        return render(request, "studio/withheld.html", context, status=403)
    found = mine(request, asset)
    newer, older = assets.beside(request.user, found)
    context = {
        "asset": found,
        "card": cards.of(found.job) if found.job else None,
        "moves": found.job.moves.all() if found.job else (),
        "newer": newer,
        "older": older,
        "trail": trail.to(request.user, found),
        "caption_price": captions.price(found),
        "caption_writing": captions.is_being_written(found),
        "problem": captions.problem(found),
        "promise": recipes.PROMISE,
        "may_share": not deciding.held_back([found.pk]),
        "bare": request.COOKIES.get("viewer") == "bare",
        "standing": standing(request.user),
    }
    return render(request, "studio/asset.html", context)


@creators_only
@require_safe
@never_cache
def card(request: PersonRequest, asset: uuid.UUID) -> HttpResponseBase:
    """The thing as it hangs on the wall: a fragment."""
    return render(request, "studio/_asset_card.html", {"asset": mine(request, asset)})


@creators_only
@require_safe
def shown(request: PersonRequest, asset: uuid.UUID) -> HttpResponseBase:
    """To the bytes, in the page."""
    return _to(links.shown(mine(request, asset)))


@creators_only
@require_safe
def preview(request: PersonRequest, asset: uuid.UUID, size: str) -> HttpResponseBase:
    """To a preview, a film's poster or its strip, in the kind this browser says it takes."""
    return _preview(request, mine(request, asset), size)


@creators_only
@require_safe
def download(request: PersonRequest, asset: uuid.UUID) -> HttpResponseBase:
    """To the bytes, to be saved."""
    return _to(links.downloaded(mine(request, asset)))


@creators_only
@require_safe
@never_cache
def recipe(request: PersonRequest, asset: uuid.UUID) -> HttpResponseBase:
    """Everything needed to order it again, as JSON."""
    found = mine(request, asset)
    response = JsonResponse(recipes.of(found), json_dumps_params={"indent": 2, "ensure_ascii": False})
    name = links.filename(found).rsplit(".", 1)[0]
    response["Content-Disposition"] = f'attachment; filename="{name}.recipe.json"'
    return response


@creators_only
@require_safe
@never_cache
def credentials(request: PersonRequest, asset: uuid.UUID) -> HttpResponseBase:
    """What the file says of itself, in words."""
    return said(request, mine(request, asset))


@creators_only
@require_POST
def delete(request: PersonRequest, asset: uuid.UUID) -> HttpResponseBase:
    """Hide it now; purge it later, or with `now` at once."""
    try:
        found = assets.delete(request.user, asset, at_once=request.POST.get("now") == "1")
    except Asset.DoesNotExist:
        raise Http404 from None
    if wants_fragment(request):
        return render(request, "studio/_deleted.html", {"asset": found})
    return redirect("studio-trash")


@creators_only
@require_POST
def restore(request: PersonRequest, asset: uuid.UUID) -> HttpResponseBase:
    """Take it back out of the trash."""
    try:
        found = assets.restore(request.user, asset)
    except Asset.DoesNotExist:
        raise Http404 from None
    if wants_fragment(request):
        return render(request, "studio/_asset_card.html", {"asset": found})
    return redirect(reverse("asset", args=[found.public_id]))


@creators_only
@require_safe
@never_cache
def trash(request: PersonRequest) -> HttpResponseBase:
    """What was thrown away and may still be had back."""
    page = assets.trash(request.user, cursor(request))
    return render(request, "studio/trash.html", {"page": page, "standing": standing(request.user)})


@reviewers_only
@require_safe
def for_desk(request: PersonRequest, asset: uuid.UUID) -> HttpResponseBase:
    """To the large preview of what a case is about, whether it may be seen or not."""
    return _preview(request, _judged(request, asset), "large")


@reviewers_only
@require_safe
def small_for_desk(request: PersonRequest, asset: uuid.UUID) -> HttpResponseBase:
    """To the small preview of what a case is about, or of what stands beside it (`?case=`) on that case's page."""
    found = assets.on_the_desk(request.user).filter(public_id=asset).first() or _beside(request, asset)
    if relatives.in_no_list(found):
        raise Http404
    audit.looked(request.user, "asset.glimpsed", f"asset:{found.public_id}")
    response = _preview(request, found, "small")
    response["Cache-Control"] = f"private, max-age={STAMP_SECONDS}"
    return response


def _judged(request: PersonRequest, asset: uuid.UUID) -> Asset:
    """What a case is about, and that somebody looked at it. Raises Http404."""
    found: Asset = get_object_or_404(assets.on_the_desk(request.user), public_id=asset)
    audit.looked(request.user, "asset.looked", f"asset:{found.public_id}")
    return found


def _beside(request: PersonRequest, asset: uuid.UUID) -> Asset:
    """What was made from what a case is about, or that from it. Raises Http404 where no case shows it."""
    try:
        about = uuid.UUID(request.GET.get("case", ""))
    except ValueError:
        raise Http404 from None
    case = get_object_or_404(Case.objects.shown_to(request.user), public_id=about)
    found: Asset = get_object_or_404(Asset.objects.select_related("job"), public_id=asset)
    if not relatives.beside(found, case):
        raise Http404
    return found


@reviewers_only
@require_safe
def sheet_for_desk(request: PersonRequest, asset: uuid.UUID) -> HttpResponseBase:
    """To the sheet of a film's frames; 404 until it is drawn."""
    return _preview(request, _judged(request, asset), "sheet")


@reviewers_only
@require_safe
def film_for_desk(request: PersonRequest, asset: uuid.UUID) -> HttpResponseBase:
    """To the film itself, to be played at the desk."""
    return _to(links.shown(_judged(request, asset)))


def _preview(request: PersonRequest, asset: Asset, size: str) -> HttpResponse:
    try:
        response = _to(links.preview(asset, size, request.headers.get("Accept", "")))
    except FileNotFoundError:
        raise Http404 from None
    response["Vary"] = "Accept"
    return response


def mine(request: PersonRequest, asset: uuid.UUID) -> Asset:
    """One's own, to be seen; else 404."""
    return get_object_or_404(Asset.objects.visible_to(request.user).select_related("job"), public_id=asset)


def _to(link: str) -> HttpResponse:
    """A redirect nobody keeps: the link dies in minutes, and with it the right to look."""
    response = redirect(link)
    response["Cache-Control"] = "private, no-store"
    response["Referrer-Policy"] = "no-referrer"
    return response
