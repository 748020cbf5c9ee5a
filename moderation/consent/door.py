"""The person in the picture at their link: without an account, on a phone, without a script."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.doors import public
from accounts.sharing.answers import gone, private
from foundation import throttle
from foundation.seats import NoSeat
from moderation.consent import afterwards, showing, signing, things
from moderation.consent.forms import SignForm
from moderation.models import Consent
from moderation.models.consent import Cause, Standing

YOURS = "You asked this question, so somebody else has to answer it. Hand the link on to the person it is about."
ANSWERS_AN_HOUR = 30  # of one link: who changes their mind that often is no person


@public
@require_http_methods(["GET", "HEAD", "POST"])
def asked(request: HttpRequest, token: str) -> HttpResponse:
    """The question, or what was agreed and how to take it back; or how it ended. Unknown links open nothing."""
    consent = afterwards.found(request, token)
    if consent is None:
        return gone(request)
    if not consent.is_live:
        return afterwards.page(request, consent, token)
    if request.method != "POST":
        return _page(request, consent, token, SignForm())
    if _too_often(consent):
        return _over(request)
    if request.user == consent.owner:
        form = SignForm(request.POST)
        form.add_error(None, YOURS)
        return _page(request, consent, token, form, status=422)
    if request.POST.get("answer") == "no":
        return afterwards.back(token, lambda: signing.refuse(consent.pk))
    form = SignForm(request.POST)
    if not form.is_valid():
        return _page(request, consent, token, form, status=422)
    return afterwards.back(token, lambda: signing.agree(consent.pk, **form.cleaned_data))


@public
@require_POST
def withdraw(request: HttpRequest, token: str) -> HttpResponse:
    """Take it back, at once and for everything made from it."""
    consent = afterwards.found(request, token)
    if consent is None:
        return gone(request)
    forget = request.POST.get("forget") == "1"
    return afterwards.back(token, lambda: signing.withdraw(consent.pk, forget=forget))


@public
@require_safe
def picture(request: HttpRequest, token: str) -> HttpResponse:
    """To the very picture, by a link of five minutes."""
    consent = afterwards.found(request, token)
    try:
        link = things.of(consent.subject_kind).minted(consent.subject) if consent and consent.is_live else ""
    except NoSeat:
        return private(
            HttpResponse("Too many at once. Try again in a minute.", status=503, headers={"Retry-After": "60"})
        )
    if not link:
        raise Http404
    return private(HttpResponseRedirect(link))


def _page(request: HttpRequest, consent: Consent, token: str, form: SignForm, status: int = 200) -> HttpResponse:
    thing = things.of(consent.subject_kind)
    context: dict[str, Any] = {
        "consent": consent,
        "token": token,
        "form": form,
        "given": consent.state == Standing.GIVEN,
        "has_picture": thing.is_shown(consent.subject),
        "order": showing.of(consent).words if consent.cause == Cause.PROMPT else "",
    }
    return private(render(request, "moderation/consent/asked.html", context, status=status))


def _too_often(consent: Consent) -> bool:
    return throttle.spent("consent", str(consent.public_id), most=ANSWERS_AN_HOUR, seconds=3600)


def _over(request: HttpRequest) -> HttpResponse:
    return private(render(request, "429.html", status=429))
