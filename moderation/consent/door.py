"""The person in the picture at their link: without an account, on a phone, without a script."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.addresses import address_of
from accounts.doors import public
from accounts.sharing import opening
from accounts.sharing.answers import gone, private
from foundation import throttle
from foundation.seats import NoSeat
from moderation.consent import showing, signing, things
from moderation.consent.forms import SignForm
from moderation.models import Consent
from moderation.models.consent import Cause, Standing

YOURS = "You asked this question, so somebody else has to answer it. Hand the link on to the person it is about."
ANSWERS_AN_HOUR = 30  # of one link: who changes their mind that often is no person


@public
@require_http_methods(["GET", "HEAD", "POST"])
def asked(request: HttpRequest, token: str) -> HttpResponse:
    """The question, or what was agreed and how to take it back. Unknown, ended and withdrawn look alike."""
    consent = _find(request, token)
    if consent is None:
        return gone(request)
    if request.method != "POST":
        return _page(request, consent, token, SignForm())
    if _too_often(consent):
        return _over(request)
    if request.user == consent.owner:
        form = SignForm(request.POST)
        form.add_error(None, YOURS)
        return _page(request, consent, token, form, status=422)
    if request.POST.get("answer") == "no":
        return _done(request, "refused", lambda: signing.refuse(consent.pk))
    form = SignForm(request.POST)
    if not form.is_valid():
        return _page(request, consent, token, form, status=422)
    try:
        signing.agree(consent.pk, **form.cleaned_data)
    except signing.Over:
        return gone(request)
    response = redirect("consent-open", token=token)
    response.status_code = 303
    return private(response)


@public
@require_POST
def withdraw(request: HttpRequest, token: str) -> HttpResponse:
    """Take it back, at once and for everything made from it."""
    consent = _find(request, token)
    if consent is None:
        return gone(request)
    forget = request.POST.get("forget") == "1"
    return _done(request, "withdrawn", lambda: signing.withdraw(consent.pk, forget=forget))


@public
@require_safe
def picture(request: HttpRequest, token: str) -> HttpResponse:
    """To the very picture, by a link of five minutes."""
    consent = _find(request, token)
    try:
        link = things.of(consent.subject_kind).minted(consent.subject) if consent else ""
    except NoSeat:
        return private(
            HttpResponse("Too many at once. Try again in a minute.", status=503, headers={"Retry-After": "60"})
        )
    if not link:
        raise Http404
    return private(HttpResponseRedirect(link))


@public
@require_safe
def held(request: HttpRequest, token: str) -> HttpResponse:
    """All that the house holds about whoever answered here, to be taken along."""
    consent = _find(request, token)
    if consent is None:
        return gone(request)
    response = JsonResponse(showing.exported(consent) | {"called": consent.words}, json_dumps_params={"indent": 2})
    response["Content-Disposition"] = 'attachment; filename="my-consent.json"'
    return private(response)


def _find(request: HttpRequest, token: str) -> Consent | None:
    return opening.find(Consent.objects.select_related("owner"), token, address_of(request))


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


def _done(request: HttpRequest, what: str, act: Callable[[], Consent]) -> HttpResponse:
    try:
        act()
    except signing.Over:
        return gone(request)
    return private(render(request, "moderation/consent/done.html", {"what": what}))


def _too_often(consent: Consent) -> bool:
    return throttle.spent("consent", str(consent.public_id), most=ANSWERS_AN_HOUR, seconds=3600)


def _over(request: HttpRequest) -> HttpResponse:
    return private(render(request, "429.html", status=429))
