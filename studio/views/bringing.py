"""Doors for what is brought: pictures and clips in, what becomes of them, and what is put aside."""

import re
import uuid

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.doors import PersonRequest, creators_only
from studio.arrivals import taking
from studio.arrivals.listing import listed
from studio.arrivals.refusals import NotTaken
from studio.arrivals.takes import takes
from studio.models import Arrival
from studio.views.asking import wants_fragment
from usage.allowances import standing

# The page of a question (moderation.consent.urls).
WHO_IS_THIS = re.compile(r"/consents/[0-9a-f-]{36}/")


@creators_only
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def bring(request: PersonRequest) -> HttpResponseBase:
    """One picture or clip, as JSON what it is called now or why it is not taken; without a script a page does the same."""
    if request.method != "POST":
        context = {"arrivals": listed(request.user), "takes": takes(), "standing": standing(request.user)}
        return render(request, "studio/bring.html", context)
    plain = "html" in request.headers.get("Accept", "")
    try:
        arrival = _taken(request)
    except NotTaken as refused:
        if plain:
            messages.error(request, refused.sentence)
            return redirect(_back(request))
        return JsonResponse({"sentence": refused.sentence, "again": refused.again}, status=422)
    if plain:
        return redirect(_back(request))
    return JsonResponse({"id": str(arrival.public_id), "name": arrival.name, "about": arrival.stage}, status=201)


@creators_only
@require_safe
@never_cache
def arrivals(request: PersonRequest) -> HttpResponseBase:
    """What is on its way to the wall, or came just now: a fragment that keeps itself up to date."""
    return _listed(request)


@creators_only
@require_POST
def clear(request: PersonRequest, arrival: uuid.UUID) -> HttpResponseBase:
    """Put one aside; what is still being checked is not taken then."""
    try:
        taking.clear(request.user, arrival)
    except Arrival.DoesNotExist:
        raise Http404 from None
    return _listed(request) if wants_fragment(request) else redirect("studio-bring")


def _back(request: PersonRequest) -> str:
    """To the question whose selfie it is, where one was brought from there."""
    back = request.POST.get("back", "")
    return back if WHO_IS_THIS.fullmatch(back) else reverse("studio-bring")


def _listed(request: PersonRequest) -> HttpResponse:
    return render(request, "studio/_arrivals.html", {"arrivals": listed(request.user)})


def _taken(request: PersonRequest) -> Arrival:
    upload = request.FILES.get("file")
    if upload is None:
        raise NotTaken("empty")
    return taking.take(request.user, upload, of_a_person=request.POST.get("person") == "1")
