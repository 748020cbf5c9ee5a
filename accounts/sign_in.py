"""Where a door sends somebody who is not signed in, or has not told us their age."""

from urllib.parse import urlencode, urlsplit

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django_htmx.http import HttpResponseClientRedirect

PLAIN = "text/plain; charset=utf-8"


def asked_of(request: HttpRequest) -> HttpResponse:
    """To the sign-in page, and from there back. A script that fetches gets 401 instead of a page it cannot show."""
    return _sent(
        request, reverse("account_login"), otherwise=HttpResponse("Sign in again.\n", status=401, content_type=PLAIN)
    )


def age_asked_of(request: HttpRequest) -> HttpResponse:
    """To the page that asks for the birth date, and from there back."""
    refusal = HttpResponse("Tell us your date of birth first.\n", status=403, content_type=PLAIN)
    return _sent(request, reverse("age"), otherwise=refusal)


def _sent(request: HttpRequest, page: str, *, otherwise: HttpResponse) -> HttpResponse:
    target = f"{page}?{urlencode({'next': way_back(request)})}"
    if request.headers.get("HX-Request"):
        redirect: HttpResponse = HttpResponseClientRedirect(target)
        return redirect
    if request.headers.get("Sec-Fetch-Mode", "navigate") != "navigate":
        return otherwise
    return HttpResponseRedirect(target)


def way_back(request: HttpRequest) -> str:
    """This page; after a POST or a fragment the page it was sent from, because the address itself shows nothing."""
    if request.method == "GET" and not request.headers.get("HX-Request"):
        return request.get_full_path()
    came_from = request.headers.get("HX-Current-URL") or request.headers.get("Referer") or ""
    if not url_has_allowed_host_and_scheme(came_from, allowed_hosts={request.get_host()}):
        return "/"
    parts = urlsplit(came_from)
    return f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"
