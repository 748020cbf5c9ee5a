"""The bench: order forms, the price before the click, the wall."""

import uuid

from django.http import Http404, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.doors import PersonRequest, creators_only
from foundation.idempotency import KeyReused
from studio import assets, cards, jobs, quotes
from studio.forms import FORMS, OrderForm
from studio.views.asking import cursor, wants_fragment
from usage import money
from usage.allowances import standing
from usage.holds import OverAllowance, OverBudget
from xai.prices import PriceUnknown

VERBS = {"picture": "Imagine", "video": "Film"}


@creators_only
@require_safe
@never_cache
def studio(request: PersonRequest) -> HttpResponseBase:
    """The bench and the wall; with `after` only the next stretch of the wall, for htmx; with `again` an old order."""
    page = assets.wall(request.user, cursor(request))
    if wants_fragment(request):
        return render(request, "studio/_wall.html", {"page": page})
    again = jobs.again(request.user, request.GET.get("again", ""))
    kind = again.kind if again else _kind(request.GET.get("kind", "picture"))
    return _bench(request, kind, FORMS[kind](initial={**(again.order if again else {}), "key": uuid.uuid4()}), page)


@creators_only
@require_safe
@never_cache
def quote(request: PersonRequest) -> HttpResponseBase:
    """What the order as it stands would cost."""
    kind = _kind(request.GET.get("kind", ""))
    context = {"quote": quotes.of(kind, request.GET), "standing": standing(request.user)}
    return render(request, "studio/_quote.html", context)


@creators_only
@require_POST
def order(request: PersonRequest) -> HttpResponseBase:
    """Take an order. A mistake shows the form again with everything that was typed."""
    kind = _kind(request.POST.get("kind", ""))
    form = FORMS[kind](request.POST)
    if not form.is_valid():
        return _again(request, kind, form)
    try:
        job = jobs.request(request.user, form.order(), key=form.cleaned_data["key"] or uuid.uuid4().hex)
    except (OverAllowance, OverBudget, jobs.TooManyOpen, KeyReused, PriceUnknown) as error:
        form.add_error(None, sentence(error))
        return _again(request, kind, form)
    if wants_fragment(request):
        fresh = FORMS[kind](initial={**form.cleaned_data, "prompt": "", "key": uuid.uuid4()})
        return render(request, "studio/_ordered.html", _context(kind, fresh, request) | {"ordered": cards.of(job)})
    return redirect(reverse("job", args=[job.public_id]))


def sentence(error: Exception) -> str:
    """Why an order was not taken, in words."""
    match error:
        case OverAllowance():
            return (
                f"This costs {money.cents(error.needed)} and your allowance has {money.cents(error.left)} left this "
                "month. Nothing was ordered. Choose fewer, smaller or shorter, or ask an administrator for more."
            )
        case OverBudget():
            return "The house's budget for this month is used up. Nothing was ordered. Ask an administrator."
        case jobs.TooManyOpen():
            return "You have as many open orders as one may have. Nothing was ordered. Wait until one is done."
        case KeyReused():
            return "This form was sent before with another order. Nothing was ordered. Reload the page and try again."
    return "There is no price for this choice, so it cannot be ordered. Choose another engine or size."


def _again(request: PersonRequest, kind: str, form: OrderForm) -> HttpResponse:
    if wants_fragment(request):
        return render(request, "studio/_order_form.html", _context(kind, form, request), status=422)
    return _bench(request, kind, form, assets.wall(request.user), status=422)


def _bench(request: PersonRequest, kind: str, form: OrderForm, page: assets.Page, status: int = 200) -> HttpResponse:
    context = _context(kind, form, request) | {
        "verbs": VERBS,
        "page": page,
        "cards": cards.on_the_bench(request.user),
    }
    return render(request, "studio/bench.html", context, status=status)


def _context(kind: str, form: OrderForm, request: PersonRequest) -> dict[str, object]:
    """What the form itself needs, alone or in the page."""
    quote, left = _quote(kind, form, request), standing(request.user)
    return {"form": form, "kind": kind, "verb": VERBS[kind], "quote": quote, "standing": left}


def _quote(kind: str, form: OrderForm, request: PersonRequest) -> quotes.Quote:
    return quotes.of(kind, request.POST if form.is_bound else _initial(form))


def _initial(form: OrderForm) -> QueryDict:
    chosen = QueryDict(mutable=True)
    chosen.update({name: str(form.get_initial_for_field(field, name) or "") for name, field in form.fields.items()})
    return chosen


def _kind(name: str) -> str:
    if name not in FORMS:
        raise Http404
    return name
