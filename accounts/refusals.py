"""A calm no: what is closed, why, and what to do."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django_htmx.http import HttpResponseClientRedirect

from accounts import sentences, sign_in, suspensions
from accounts.models import User
from accounts.models.user import UNTIL_FURTHER_NOTICE


def too_young_to_chat(request: HttpRequest) -> HttpResponse:
    """Below the parlour's age."""
    return render(request, "accounts/refused_parlour.html", {"years": settings.MINIMUM_CHAT_AGE}, status=403)


def too_young_to_create(request: HttpRequest) -> HttpResponse:
    """Below the age of the studio, which binds every role."""
    return render(request, "accounts/refused_studio.html", {"years": settings.MINIMUM_STUDIO_AGE}, status=403)


def not_a_creator(request: HttpRequest) -> HttpResponse:
    """Old enough, but nobody has opened the studio to them."""
    return render(request, "accounts/refused_creator.html", status=403)


def suspended(request: HttpRequest, person: User) -> HttpResponse:
    """All rooms are shut to them for a while; their own notices, settings and data stay open.

    What was pressed in a page that was open before leads to that page anew, which says it in full: a refused fragment is
    put nowhere. A page that merely looks for news is let alone.
    """
    if request.headers.get("HX-Request") and request.method == "POST":
        leads: HttpResponse = HttpResponseClientRedirect(sign_in.way_back(request))
        return leads
    context = {
        "when": sentences.until_when(person.suspended_until or UNTIL_FURTHER_NOTICE),
        "because": person.suspended_because,
        "behind": suspensions.behind(person),
        "objection": sentences.objection(),
    }
    return render(request, "accounts/refused_suspended.html", context, status=403)
