"""Doors to draft ladders: begin one, go up, leave it, come back."""

import uuid

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.doors import PersonRequest, creators_only
from foundation.idempotency import KEY, KeyReused
from studio import cards, jobs
from studio.ladders import climbing, rungs, showing
from studio.ladders.forms import LadderForm
from studio.ladders.rungs import Asked, NotClimbed
from studio.models import Job, Ladder, Step
from studio.views.asking import wants_fragment
from studio.views.bench import sentence
from usage.allowances import standing
from usage.holds import OverAllowance, OverBudget
from xai.prices import PriceUnknown

REFUSALS = (OverAllowance, OverBudget, jobs.TooManyOpen, KeyReused, PriceUnknown)
A_PAGE = 20


@creators_only
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def ladders(request: PersonRequest) -> HttpResponseBase:
    """One's ladders, and a form to begin another."""
    form = LadderForm(request.POST or None, initial={"key": uuid.uuid4()})
    if form.is_bound and form.is_valid():
        key = form.cleaned_data["key"]
        if Ladder.objects.exclude(owner=request.user).filter(public_id=key).exists():
            raise Http404
        try:
            ladder = climbing.begin(request.user, key, **form.wanted)
            return redirect("ladder", ladder=ladder.public_id)
        except NotClimbed as error:
            form.add_error(None, str(error))
        except REFUSALS as error:
            form.add_error(None, sentence(error))
    if form.errors:
        form.renew_key()
    own = Ladder.objects.owned_by(request.user).order_by("-begun_at", "-pk").prefetch_related("rungs")
    context = {
        "form": form,
        "quote": rungs.stills_quote(request.user, str(form["ratio"].value() or "16:9")),
        "page": Paginator(own, A_PAGE).get_page(request.GET.get("page")),
        "clip_seconds": rungs.CLIP_SECONDS,
        "standing": standing(request.user),
    }
    return render(request, "studio/ladders/ladders.html", context, status=422 if form.errors else 200)


@creators_only
@require_safe
@never_cache
def page(request: PersonRequest, ladder: uuid.UUID) -> HttpResponseBase:
    """One ladder, with what stands ticked."""
    return _shown(request, _mine(request, ladder))


@creators_only
@require_POST
def climb(request: PersonRequest, ladder: uuid.UUID) -> HttpResponseBase:
    """Order the next rung, of what is chosen."""
    found, key = _mine(request, ladder), request.POST.get("key", "")
    if request.POST.get("step", "") not in Step.values:
        raise Http404
    step = Step(request.POST["step"])
    of = _ticked(request.POST).get(rungs.BELOW.get(step), "")
    asked = Asked(step, of, request.POST.get("words", ""))
    try:
        climbing.climb(request.user, found, asked, key=key if KEY.fullmatch(key) else uuid.uuid4().hex)
    except NotClimbed as error:
        return _shown(request, found, problem=str(error), asked=asked)
    except REFUSALS as error:
        return _shown(request, found, problem=sentence(error), asked=asked)
    return _shown(request, found) if wants_fragment(request) else redirect("ladder", ladder=found.public_id)


@creators_only
@require_safe
@never_cache
def card(request: PersonRequest, ladder: uuid.UUID, job: uuid.UUID) -> HttpResponseBase:
    """A rung on its way; once it has ended the whole ladder, because there is something to choose then."""
    found = _mine(request, ladder)
    rung = get_object_or_404(Job.objects.owned_by(request.user).filter(rung__ladder=found), public_id=job)
    if not rung.has_ended:
        return render(request, "studio/ladders/_on_its_way.html", {"card": cards.of(rung), "ladder": found})
    answer = _shown(request, found)
    answer["HX-Retarget"], answer["HX-Reswap"] = "#ladder", "outerHTML"
    return answer


@creators_only
@require_POST
def leave(request: PersonRequest, ladder: uuid.UUID) -> HttpResponseBase:
    """Leave it; with `again=1` take it up again."""
    try:
        climbing.leave(request.user, ladder, again=request.POST.get("again") == "1")
    except Ladder.DoesNotExist:
        raise Http404 from None
    if request.POST.get("again") != "1":
        messages.success(request, "Left. What was made stays on your wall; below you can take it up again.")
        return redirect("ladders")
    return redirect("ladder", ladder=ladder)


@creators_only
@require_POST
def remove(request: PersonRequest, ladder: uuid.UUID) -> HttpResponseBase:
    """Remove a ladder; what was made on it stays."""
    try:
        climbing.remove(request.user, ladder)
    except Ladder.DoesNotExist:
        raise Http404 from None
    messages.success(request, "The ladder is removed. What was made on it stays on your wall.")
    if wants_fragment(request):
        answer = HttpResponse(status=204)
        answer["HX-Redirect"] = reverse("ladders")
        return answer
    return redirect("ladders")


def _ticked(sent: QueryDict) -> dict[Step | None, str]:
    """What somebody has ticked, on each rung."""
    return {step: sent.get(f"of-{step}", "") for step in Step}


def _mine(request: PersonRequest, ladder: uuid.UUID) -> Ladder:
    found: Ladder = get_object_or_404(Ladder.objects.owned_by(request.user), public_id=ladder)
    return found


def _shown(request: PersonRequest, ladder: Ladder, *, problem: str = "", asked: Asked | None = None) -> HttpResponse:
    ticked = _ticked(request.POST if request.method == "POST" else request.GET)
    shown = showing.shown(request.user, ladder, set(ticked.values()))
    context = {
        "shown": shown,
        "problem": problem,
        "asked": asked,
        "in_place": bool(asked and shown.leads_to(asked.step)),
    }
    if wants_fragment(request):
        return render(request, "studio/ladders/_ladder.html", context, status=422 if problem else 200)
    context |= {"standing": standing(request.user)}
    return render(request, "studio/ladders/ladder.html", context, status=422 if problem else 200)
