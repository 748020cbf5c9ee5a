"""The answer to what no view and no middleware caught, and to a form whose token is old."""

import sys
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.defaults import server_error

from foundation import outages

WRITTEN = ("reason", "words", "answer")


def failed(request: HttpRequest) -> HttpResponse:
    """503 when a part is away (the session's middleware lost it, or a page of Django's own); else 500."""
    return outages.told(request, sys.exc_info()[1]) or server_error(request)


def forged(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The token of a form was missing or old: mostly somebody who was signed out in another tab, and whose words are kept."""
    context = {"kept": _written(request) if _from_here(request) else [], "back": _back(request)}
    return render(request, "403_csrf.html", context, status=403)


def _from_here(request: HttpRequest) -> bool:
    """Else any page of the world could have its words shown on one of ours."""
    return request.headers.get("Origin") in settings.PUBLIC_ORIGINS


def _written(request: HttpRequest) -> list[str]:
    """What somebody wrote, in the fields in which sentences are written; never a password."""
    return [words for name in WRITTEN if (words := request.POST.get(name, "").strip())]


def _back(request: HttpRequest) -> str:
    """The page the form stood on, for after signing in; empty when we cannot know."""
    place = urlsplit(request.headers.get("Referer", ""))
    ours = f"{place.scheme}://{place.netloc}" in settings.PUBLIC_ORIGINS
    return place.path if ours and request.user.is_anonymous else ""
