"""The engines: the page that lists them, and an administrator's switch."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from accounts import audit
from accounts.doors import PersonRequest, administrators_only, people_only
from chatapp.engines import catalogue, snapshot, strengths, telling


@people_only
@require_safe
def engines(request: PersonRequest) -> HttpResponse:
    """Every engine there is, with what it is good for and what it costs; administrators also see those not offered."""
    cards = telling.cards(telling.in_order(catalogue.present()))
    shown = cards if request.user.may_administer else [card for card in cards if card.offered]
    context = {"cards": shown, "learned": catalogue.learned(), "strengths_dated": strengths.dated()}
    return render(request, "chatapp/engines.html", context)


@administrators_only
@require_POST
def offer(request: PersonRequest) -> HttpResponse:
    """Offer an engine to people, or do so no longer."""
    engine = catalogue.there(request.POST.get("engine", ""))
    if engine is None:
        messages.error(request, "There is no such engine. Nothing was changed.")
        return HttpResponseRedirect(reverse("engines"))
    on = request.POST.get("offer") == "yes"
    if not on and [each.id for each in catalogue.on_offer()] == [engine.id]:
        messages.error(request, "This is the only engine left. Offer another one first; nothing was changed.")
        return HttpResponseRedirect(reverse("engines"))
    offered = [each.id for each in catalogue.on_offer()]
    snapshot.offer(engine.id, on=on)
    act = "engine.offered" if on else "engine.withdrawn"
    before, after = {"offered": engine.id in offered}, {"offered": on}
    audit.record(request.user, act, f"engine:{engine.id}", before=before, after=after)
    messages.success(
        request, f"{engine.id} is offered again." if on else f"{engine.id} is no longer offered. Conversations go on."
    )
    return HttpResponseRedirect(reverse("engines"))
