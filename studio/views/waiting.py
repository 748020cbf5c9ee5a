"""Doors to one's own place in the line: pause, go on, up, down, first; and to the same order once more."""

import uuid
from collections.abc import Callable

from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from accounts.doors import PersonRequest, creators_only
from foundation.idempotency import KeyReused
from studio import jobs
from studio.line import mine
from studio.models import Job
from studio.views import jobs as one
from studio.views import tray
from studio.views.bench import sentence
from usage.holds import OverAllowance, OverBudget
from xai.prices import PriceUnknown


@creators_only
@require_POST
def pause(request: PersonRequest, job: uuid.UUID) -> HttpResponseBase:
    """Do not send it yet."""
    return _moved(request, job, lambda: mine.pause(request.user, job))


@creators_only
@require_POST
def go_on(request: PersonRequest, job: uuid.UUID) -> HttpResponseBase:
    """Back into the line."""
    return _moved(request, job, lambda: mine.go_on(request.user, job))


@creators_only
@require_POST
def place(request: PersonRequest, job: uuid.UUID) -> HttpResponseBase:
    """Before or after one's own others. A step nobody knows moves nothing."""
    step = request.POST.get("step", "")
    if step not in list(mine.Step):
        return _moved(request, job, lambda: one.mine(request, job))
    return _moved(request, job, lambda: mine.put(request.user, job, mine.Step(step)))


@creators_only
@require_POST
def repeat(request: PersonRequest, job: uuid.UUID) -> HttpResponseBase:
    """The same order once more, as a new job."""
    try:
        found = jobs.repeat(request.user, job)
    except Job.DoesNotExist:
        raise Http404 from None
    except jobs.TooLate:
        found = one.mine(request, job)
    except (OverAllowance, OverBudget, jobs.TooManyOpen, KeyReused, PriceUnknown) as error:
        if tray.asks(request):
            return tray.fragment(request, problem=sentence(error), status=422)
        return one.card_of(request, one.mine(request, job), problem=sentence(error), status=422)
    if tray.asks(request):
        return tray.fragment(request)
    return redirect(reverse("job", args=[found.public_id]))


def _moved(request: PersonRequest, job: uuid.UUID, move: Callable[[], Job]) -> HttpResponseBase:
    """Too late is no error: what is shown says how it stands."""
    try:
        found = move()
    except Job.DoesNotExist:
        raise Http404 from None
    except jobs.TooLate:
        found = one.mine(request, job)
    return tray.fragment(request) if tray.asks(request) else one.shown(request, found)
