"""Doors to one job: its card, its page, cancelling, ordering again."""

import uuid

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.doors import PersonRequest, creators_only
from foundation.idempotency import KEY, KeyReused
from studio import cards, jobs
from studio.models import Job
from studio.views.asking import wants_fragment
from studio.views.bench import sentence
from usage.allowances import standing
from usage.holds import OverAllowance, OverBudget
from xai.prices import PriceUnknown


@creators_only
@require_safe
@never_cache
def card(request: PersonRequest, job: uuid.UUID) -> HttpResponseBase:
    """The job as it is now. While it is on its way the fragment asks again by itself; in a final state it does not."""
    return card_of(request, mine(request, job))


@creators_only
@require_safe
@never_cache
def page(request: PersonRequest, job: uuid.UUID) -> HttpResponseBase:
    """Everything about one job, with each move."""
    found = mine(request, job)
    context = {
        "card": cards.of(found),
        "judged": found.assets.judged().filter(deleted_at=None).count(),
        "kept": found.assets.withheld().filter(deleted_at=None).first(),
        "moves": found.moves.all(),
        "standing": standing(request.user),
    }
    return render(request, "studio/job.html", context)


@creators_only
@require_POST
def cancel(request: PersonRequest, job: uuid.UUID) -> HttpResponseBase:
    """Cancel, or let an uncertain one go. Too late is no error: the card says how it ended."""
    try:
        found = jobs.cancel(request.user, job)
    except Job.DoesNotExist:
        raise Http404 from None
    except jobs.TooLate:
        found = mine(request, job)
    return shown(request, found)


@creators_only
@require_POST
def resubmit(request: PersonRequest, job: uuid.UUID) -> HttpResponseBase:
    """Order an uncertain job again."""
    key = request.POST.get("key", "")
    try:
        found = jobs.resubmit(request.user, job, key=key if KEY.fullmatch(key) else uuid.uuid4().hex)
    except Job.DoesNotExist:
        raise Http404 from None
    except jobs.TooLate:
        found = mine(request, job)
    except (OverAllowance, OverBudget, jobs.TooManyOpen, KeyReused, PriceUnknown) as error:
        return card_of(request, mine(request, job), problem=sentence(error), status=422)
    return shown(request, found)


def mine(request: PersonRequest, job: uuid.UUID) -> Job:
    """This person's job. Raises Http404."""
    return get_object_or_404(Job.objects.owned_by(request.user).select_related("hold"), public_id=job)


def shown(request: PersonRequest, job: Job) -> HttpResponseBase:
    """As its card, or to its page."""
    if wants_fragment(request):
        return card_of(request, job)
    return redirect(reverse("job", args=[job.public_id]))


def card_of(request: PersonRequest, job: Job, *, problem: str = "", status: int = 200) -> HttpResponse:
    """The card, with what went wrong just now."""
    return render(request, "studio/_job_card.html", {"card": cards.of(job), "problem": problem}, status=status)
