"""Doors to the card that offers a picture: as it is now, order it, put it aside."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.doors import PersonRequest, creators_only
from chatapp.drawing import offering
from chatapp.drawing.offering import NotOrdered
from chatapp.models import Turn
from chatapp.views.talking import own_turn, to_page
from foundation.idempotency import KeyReused
from studio import jobs
from studio.views.bench import sentence
from usage.holds import OverAllowance, OverBudget
from xai.prices import PriceUnknown

REFUSALS = (OverAllowance, OverBudget, jobs.TooManyOpen, KeyReused, PriceUnknown)


@creators_only
@require_safe
@never_cache
def card(request: PersonRequest, turn: UUID) -> HttpResponse:
    """The card as it is now; nothing where a question asks for no picture."""
    return _card(request, own_turn(request, turn))


@creators_only
@require_POST
def draw(request: PersonRequest, turn: UUID) -> HttpResponse:
    """Order the picture, as any order."""
    found = own_turn(request, turn)
    if offering.offer(request.user, found) is None:
        raise Http404
    typed = {name: request.POST.get(name, "") for name in ("prompt", "ratio")}
    try:
        offering.order(request.user, found, typed)
    except NotOrdered as error:
        return _card(request, found, problem=str(error), typed=typed)
    except REFUSALS as error:
        return _card(request, found, problem=sentence(error), typed=typed)
    return _shown(request, found)


@creators_only
@require_POST
def dismiss(request: PersonRequest, turn: UUID) -> HttpResponse:
    """Put the offer aside; `again=1` brings it back."""
    found = own_turn(request, turn)
    if offering.offer(request.user, found) is None:
        raise Http404
    offering.dismiss(found, again=request.POST.get("again") == "1")
    return _shown(request, found)


def _shown(request: PersonRequest, turn: Turn) -> HttpResponse:
    if request.headers.get("HX-Request"):
        return _card(request, turn)
    return to_page(turn.conversation.public_id, turn.public_id)


def _card(
    request: PersonRequest, turn: Turn, *, problem: str = "", typed: dict[str, str] | None = None
) -> HttpResponse:
    context = {"offer": offering.offer(request.user, turn, typed), "turn": turn, "problem": problem}
    return render(request, "chatapp/_drawing.html", context, status=422 if problem else 200)
