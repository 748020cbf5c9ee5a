"""What a link to somebody's work opens: the page, the bytes by links minted at the click, the still for where it is posted."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from accounts import links as addresses
from accounts.addresses import address_of
from accounts.doors import public
from accounts.sharing import opening
from accounts.sharing.answers import at_the_door, private
from foundation.seats import NoSeat
from foundation.storage import StorageDown, media
from studio import shelf
from studio.media import links, sandbox
from studio.models import Asset, Share
from studio.sharing import sealed, seen, stills


@public
@require_http_methods(["GET", "HEAD", "POST"])
def made(request: HttpRequest, token: str) -> HttpResponse:
    """What a link opens, after its password if it has one. Missing, expired, revoked, deleted and hidden look alike."""

    def shown(found: Share) -> HttpResponse:
        context = {
            "share": found,
            "showing": seen.of(found, token, request.user),
            "token": token,
            "link": addresses.absolute(request.path),
            "with_still": not found.password,
        }
        return render(request, "studio/sharing/shared.html", context)

    return at_the_door(request, seen.find(token, address_of(request)), shown)


@public
@require_safe
def large(request: HttpRequest, token: str, asset: UUID) -> HttpResponse:
    """To the large preview, or a film's poster; of what a machine made, to the copy that says so in its pixels."""
    found = _shown(request, token, asset)
    if not found.by_a_machine:
        return private(HttpResponseRedirect(links.preview(found, "large")))
    try:
        return private(HttpResponseRedirect(links.named(found, stills.labelled(found))))
    except NoSeat:
        return _later()
    except (FileNotFoundError, StorageDown, shelf.Changed, sandbox.DecoderBroke) as error:
        raise Http404 from error


@public
@require_safe
def file(request: HttpRequest, token: str, asset: UUID, *, save: bool = False) -> HttpResponse:
    """To the very bytes, credentials and all, under a name without a word of the prompt."""
    found = _shown(request, token, asset)
    name = f"salon-{found.public_id.hex[:6]}.{links.EXTENSIONS[found.mime]}"
    return private(HttpResponseRedirect(media().link(found.key, content_type=found.mime, filename=name, download=save)))


@public
@require_safe
def credentials(request: HttpRequest, token: str, asset: UUID) -> HttpResponse:
    """What the file says of itself, in words."""
    return private(said(request, _shown(request, token, asset)))


@public
@require_safe
def still(request: HttpRequest, token: str) -> HttpResponse:
    """The small labelled picture for where the link is posted; none of what lies behind a password."""
    found = seen.find(token, address_of(request))
    shown = seen.shown_by(found) if found and not found.password else []
    if not shown:
        raise Http404
    try:
        return private(HttpResponse(stills.of(shown[0]), content_type="image/jpeg"))
    except NoSeat:
        return _later()
    except (FileNotFoundError, StorageDown, sandbox.DecoderBroke) as error:
        raise Http404 from error


def _later() -> HttpResponse:
    return private(HttpResponse("Too many at once. Try again in a minute.", status=503, headers={"Retry-After": "60"}))


def said(request: HttpRequest, asset: Asset) -> HttpResponse:
    """The credentials of one file as a fragment, or as a page of its own where no script asks."""
    context: dict[str, Any] = {"asset": asset, "away": False}
    try:
        context["testimony"] = sealed.of(asset)
    except (FileNotFoundError, StorageDown, shelf.Changed):
        context["away"] = True
    name = (
        "studio/sharing/_credentials.html" if request.headers.get("HX-Request") else "studio/sharing/credentials.html"
    )
    return render(request, name, context)


def _shown(request: HttpRequest, token: str, asset: UUID) -> Asset:
    """One of what a link shows. Raises Http404 for everything else."""
    found: Share | None = seen.find(token, address_of(request))
    if found and opening.is_open(found, request):
        for each in seen.shown_by(found, request.user):
            if each.public_id == asset:
                return each
    raise Http404
