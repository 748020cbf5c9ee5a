"""The same link once it is over: how it ended, what the house still holds of the answer, and having the name forgotten."""

from collections.abc import Callable
from contextlib import suppress

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from accounts.addresses import address_of
from accounts.doors import public
from accounts.sharing import opening
from accounts.sharing.answers import gone, private
from moderation.consent import showing, signing
from moderation.models import Consent


@public
@require_safe
def held(request: HttpRequest, token: str) -> HttpResponse:
    """All that the house holds about whoever answered here, to be read; also once it is over."""
    consent = found(request, token)
    if consent is None:
        return gone(request)
    context = {"consent": consent, "token": token, "history": showing.said_at(consent)}
    return private(render(request, "moderation/consent/held.html", context))


@public
@require_safe
def held_file(request: HttpRequest, token: str) -> HttpResponse:
    """The same as a file, to be taken along."""
    consent = found(request, token)
    if consent is None:
        return gone(request)
    response = JsonResponse(showing.exported(consent) | {"called": consent.words}, json_dumps_params={"indent": 2})
    response["Content-Disposition"] = 'attachment; filename="my-consent.json"'
    return private(response)


@public
@require_POST
def forget(request: HttpRequest, token: str) -> HttpResponse:
    """Their name goes from an answer that is over; one that counts is taken back first."""
    consent = found(request, token)
    if consent is None:
        return gone(request)
    return back(token, lambda: signing.forget(consent.pk))


def found(request: HttpRequest, token: str) -> Consent | None:
    """What the token opens, also when it is over; None: nothing, whatever the reason."""
    return opening.find(Consent.objects.select_related("owner"), token, address_of(request))


def page(request: HttpRequest, consent: Consent, token: str) -> HttpResponse:
    """How it ended, quietly. Nothing of the picture or the order is shown here any more."""
    context = {"consent": consent, "token": token, "how": showing.how_it_ended(consent)}
    return private(render(request, "moderation/consent/over.html", context))


def back(token: str, act: Callable[[], Consent]) -> HttpResponse:
    """Do it, and show how it stands now; whoever was too late reads that there, too."""
    with suppress(signing.Over):
        act()
    response = redirect("consent-open", token=token)
    response.status_code = 303
    return private(response)
