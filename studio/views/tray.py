"""The tray of jobs, for every page: one's own, and for administrators how many everybody has."""

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.doors import PersonRequest, administrators_only, creators_only
from studio import cards, everybody
from studio.batches import standing as standings
from studio.states import State
from usage.allowances import standing

UNFOLDED = 8  # the rest is one press away


@creators_only
@require_safe
@never_cache
def tray(request: PersonRequest) -> HttpResponseBase:
    """My open jobs and those that ended just now: a fragment for every page."""
    return fragment(request)


@administrators_only
@require_safe
@never_cache
def house(request: PersonRequest) -> HttpResponseBase:
    """How many jobs of whom are where. No words of any order: those are their owner's."""
    return render(request, "studio/_tray_house.html", {"people": everybody.at_work()})


def asks(request: HttpRequest) -> bool:
    """Whether a button in the tray was pressed."""
    return request.headers.get("HX-Target") == "tray"


def fragment(request: PersonRequest, *, problem: str = "", status: int = 200) -> HttpResponse:
    """The tray as it is now."""
    found = cards.in_the_tray(request.user)
    batches = standings.in_the_tray(request.user)
    queued = [card.job.kind for card in found if card.job.state == State.QUEUED]
    context = {
        "first": found[:UNFOLDED],
        "rest": found[UNFOLDED:],
        "cards": found,
        "batches": batches,
        "making": [(batch, stands) for batch, stands in batches if stands.open],
        "open": [card for card in found if card.is_on_its_way],
        "paused": sum(card.job.is_paused for card in found),
        "waiting": sum(card.polls and not card.is_on_its_way for card in found),
        "ready": sum(card.job.state == State.READY and bool(card.assets) for card in found),
        "several": [kind for kind in set(queued) if queued.count(kind) > 1],
        "standing": standing(request.user),
        "problem": problem,
    }
    return render(request, "studio/_tray.html", context, status=status)
