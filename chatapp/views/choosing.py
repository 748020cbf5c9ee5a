"""Choosing an engine in the composer: kept for this conversation, or for every new one."""

from dataclasses import replace
from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from accounts.doors import PersonRequest, people_only
from chatapp import engines, refusals
from chatapp.engines import choosing, keeping, parameters
from chatapp.engines.choosing import Choice
from chatapp.engines.parameters import Wrong
from chatapp.engines.picker import picker
from chatapp.models import Conversation


def choice_of(request: PersonRequest, *, lasting: bool = False) -> Choice:
    """What a form says about engine, effort and parameters. Raises Refused for what cannot be sent."""
    form = request.POST
    try:
        values = parameters.typed(form.dict()) if "parameters" in form else None
    except Wrong as wrong:
        raise refusals.wrong_parameter(str(wrong)) from wrong
    return Choice(_engines(request)[0], form.get("effort", "")[:16], values, lasting=lasting)


def beside_of(request: PersonRequest) -> list[Choice]:
    """The other engines, when a form names several to answer side by side. Raises Refused as above."""
    return [replace(choice_of(request), engine=engine) for engine in _engines(request)[1:]]


def comparing(request: PersonRequest) -> list[str]:
    """The engines a form names to answer side by side; none where it names one."""
    named = list(dict.fromkeys(_engines(request)))
    return named if len(named) > 1 else []


def _engines(request: PersonRequest) -> list[str]:
    return [engine[:120] for engine in request.POST.getlist("engine")] or [""]


def as_typed(request: PersonRequest) -> Choice:
    """The same to be shown again, after something was refused."""
    try:
        typed = choice_of(request)
    except refusals.Refused:
        typed = Choice(request.POST.get("engine", "")[:120], request.POST.get("effort", "")[:16])
    return replace(typed, engine="") if comparing(request) else typed  # none of several is what this place is set to


@people_only
@require_POST
def choose_new(request: PersonRequest) -> HttpResponse:
    """For a conversation that has not begun: nothing is kept but a wish for every new one; the next question brings it."""
    return _choose(request, None)


@people_only
@require_POST
def choose(request: PersonRequest, conversation: UUID) -> HttpResponse:
    """For this conversation from now on."""
    try:
        place = Conversation.objects.owned_by(request.user).kept().select_related("project")
        return _choose(request, place.get(public_id=conversation))
    except Conversation.DoesNotExist as error:
        raise Http404 from error


def _choose(request: PersonRequest, place: Conversation | None) -> HttpResponse:
    try:
        choice = choice_of(request)
        if choice.engine and choice.engine != choosing.AUTO and engines.listed(choice.engine) is None:
            raise refusals.unknown_engine()
        if choice.effort not in ("", *engines.EFFORTS):
            raise refusals.unknown_engine()
    except refusals.Refused as refused:
        shown = picker(request.user, place, as_typed(request), refused.sentence)
        return render(request, "chatapp/_engine_more.html", {"picker": shown, "beside": True}, status=422)
    if place is not None:
        keeping.for_conversation(place, choice)
    if request.POST.get("every"):
        keeping.for_every_new_one(request.user, choice)
    if not request.headers.get("HX-Request"):
        return HttpResponseRedirect(reverse("conversation", args=[place.public_id]) if place else reverse("parlour"))
    shown = picker(request.user, place, choice)
    return render(request, "chatapp/_engine_more.html", {"picker": shown, "beside": True})
