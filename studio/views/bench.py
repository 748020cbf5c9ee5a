"""The bench: order forms, the price before the click, the wall."""

import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from django.http import Http404, HttpResponse, HttpResponseBase, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.doors import PersonRequest, creators_only
from accounts.sentences import until_when
from foundation.asking import NotUnderstood
from foundation.idempotency import KeyReused
from studio import assets, cards, improving, inputs, jobs, quotes
from studio.arrivals.listing import listed
from studio.arrivals.takes import takes
from studio.forms import FORMS, OrderForm, Wanted, named_in
from studio.gallery import bar, finding
from studio.gallery.asked import Asked
from studio.models import Kind
from studio.orders import BY_KIND, verb_of
from studio.styles import wearing
from studio.verbs import Verb
from studio.views.asking import cursor, wants_fragment
from usage import money
from usage.allowances import standing
from usage.holds import OverAllowance, OverBudget
from xai.prices import PriceUnknown

# Brought to a verb that works on nothing, a thing goes to the one that works on such.
WORKS_ON = {(Verb.IMAGINE, Kind.PICTURE): Verb.EDIT, (Verb.FILM, Kind.PICTURE): Verb.ANIMATE}


@creators_only
@require_safe
@never_cache
def studio(request: PersonRequest) -> HttpResponseBase:
    """The bench and the wall, or what `q` asks of it; with `after` only the next stretch of the wall, for htmx.

    `again` begins with an old order, `with` with pictures or films of one's own, for the verb that is named.
    """
    said, problem = request.GET.get("q", ""), ""
    try:
        found = finding.understood(request.user, said)
    except NotUnderstood as error:
        found, problem = finding.nothing(), str(error)
    page = finding.page(request.user, found, cursor(request))
    if wants_fragment(request):
        return render(request, "studio/_wall.html", {"page": page, "said": said})
    asked = bar.of(request.user, said, found.asked, problem)
    again = jobs.again(request.user, request.GET.get("again", ""))
    if again:
        wanted = [Wanted(slot, each) for slot, each in _named_by(again.order)]
        chosen, note = wearing.again(request.user, again.order)
        form = _fresh(request, verb_of(again.order), chosen, wanted)
        form.note = note or form.note
        return _bench(request, form, page, asked)
    wanted = named_in(request.GET)
    return _bench(request, _fresh(request, _working_on(request, _verb(request.GET), wanted), {}, wanted), page, asked)


@creators_only
@require_safe
@never_cache
def form(request: PersonRequest) -> HttpResponseBase:
    """The form as it would be with what is chosen now: for a page in which something was put in or taken out."""
    chosen = {name: value for name, value in request.GET.items() if name != "key"}
    fresh = _fresh(request, _verb(request.GET), chosen, named_in(request.GET))
    return render(request, "studio/_order_form.html", _context(fresh, request))


@creators_only
@require_safe
@never_cache
def pick(request: PersonRequest) -> HttpResponseBase:
    """One's own pictures or films to choose from, a stretch at a time."""
    kind = request.GET.get("kind", "")
    if kind not in Kind.values:
        raise Http404
    page = assets.of_kind(request.user, Kind(kind), cursor(request))
    return render(request, "studio/_pick.html", {"page": page, "kind": kind, "goes_on": "after" in request.GET})


@creators_only
@require_safe
@never_cache
def prompts(request: PersonRequest) -> HttpResponseBase:
    """One's own last prompts, each once, newest first."""
    return JsonResponse({"prompts": jobs.last_prompts(request.user)})


@creators_only
@require_safe
@never_cache
def quote(request: PersonRequest) -> HttpResponseBase:
    """What the order as it stands would cost."""
    found = quotes.of(request.user, _verb(request.GET), request.GET)
    return render(request, "studio/_quote.html", {"quote": found, "standing": standing(request.user)})


@creators_only
@require_POST
def order(request: PersonRequest) -> HttpResponseBase:
    """Take an order. A mistake shows the form again with everything that was typed."""
    form = FORMS[_verb(request.POST)](request.POST, owner=request.user)
    if not form.is_valid():
        return _again(request, form)
    try:
        job = jobs.request(request.user, form.order(), key=form.cleaned_data["key"] or uuid.uuid4().hex)
    except (OverAllowance, OverBudget, jobs.TooManyOpen, KeyReused, PriceUnknown) as error:
        form.add_error(None, sentence(error))
        return _again(request, form)
    if wants_fragment(request):
        fresh = _fresh(request, form.verb, {**form.cleaned_data, "prompt": ""}, named_in(request.POST))
        return render(request, "studio/_ordered.html", _context(fresh, request) | {"ordered": cards.of(job)})
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
        case jobs.Limited():
            until = until_when(error.until)
            return (
                f"A decision of the desk lets you order nothing {until}. Nothing was ordered. Read why, and how to appeal, "
                "under Settings."
            )
        case jobs.NotOffered():
            return (
                "The engine does not take such an order any more. Nothing was ordered. Choose another engine or size."
            )
        case KeyReused():
            return "This form was sent before with another order. Nothing was ordered. Reload the page and try again."
    return "There is no price for this choice, so it cannot be ordered. Choose another engine or size."


def _fresh(request: PersonRequest, verb: Verb, chosen: Mapping[str, Any], wanted: Sequence[Wanted]) -> OrderForm:
    """A form nobody has sent yet."""
    form = FORMS[verb](owner=request.user, wanted=wanted, initial={**chosen, "key": uuid.uuid4()})
    form.note = form.given.gone
    return form


def _named_by(order: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What an old order was made from, by the slot it lay in. All that an edit was made from lies in one."""
    one = order.get("verb") == Verb.EDIT
    return [("source" if one else each["role"], each["asset"]) for each in order.get("inputs", [])]


def _working_on(request: PersonRequest, verb: Verb, wanted: Sequence[Wanted]) -> Verb:
    if verb not in (Verb.IMAGINE, Verb.FILM) or not wanted:
        return verb
    there = inputs.found(request.user, (each.asset for each in wanted))
    kinds = {Kind(asset.kind) for asset in there.values()}
    return WORKS_ON.get((verb, kinds.pop()), Verb.CHANGE) if kinds else verb


def _again(request: PersonRequest, form: OrderForm) -> HttpResponse:
    if wants_fragment(request):
        return render(request, "studio/_order_form.html", _context(form, request), status=422)
    asked = bar.of(request.user, "", Asked())
    return _bench(request, form, assets.wall(request.user), asked, status=422)


def _bench(
    request: PersonRequest, form: OrderForm, page: assets.Page, asked: bar.Bar, status: int = 200
) -> HttpResponse:
    context = _context(form, request) | {
        "verbs": _tabs(form),
        "page": page,
        "kept": 0 if page.assets or asked.said else assets.kept_from(request.user),
        "bar": asked,
        "said": asked.said,
        "cards": [] if asked.said else cards.on_the_bench(request.user),
        "arrivals": listed(request.user),
        "takes": takes(),
    }
    return render(request, "studio/bench.html", context, status=status)


def _tabs(form: OrderForm) -> list[tuple[Verb, str]]:
    """Every verb with what it is asked for by; what lies in this one goes along to those that work on the same."""
    carried = "".join(f"&with={asset.public_id}" for asset in form.given.assets)
    return [(verb, f"?verb={verb}{carried if _alike(verb, form.verb) else ''}") for verb in Verb]


def _alike(one: Verb, other: Verb) -> bool:
    return any({one, other} <= group for group in ({Verb.EDIT, Verb.ANIMATE}, {Verb.CHANGE, Verb.EXTEND}))


def _context(form: OrderForm, request: PersonRequest) -> dict[str, object]:
    """What the form itself needs, alone or in the page."""
    return {
        "form": form,
        "verb": form.verb,
        "quote": _quote(form, request),
        "standing": standing(request.user),
        "improve_price": improving.price(),
        "asking": improving.to_wait_for(request.user),
    }


def _quote(form: OrderForm, request: PersonRequest) -> quotes.Quote:
    chosen = request.POST if form.is_bound else _initial(form)
    return quotes.of(request.user, form.verb, chosen, form.wardrobe)


def _initial(form: OrderForm) -> QueryDict:
    chosen = QueryDict(mutable=True)
    chosen.update({name: str(form.get_initial_for_field(field, name) or "") for name, field in form.fields.items()})
    for slot in form.given.slots:
        chosen.setlist(slot.name, [str(asset.public_id) for asset in slot.assets])
    return chosen


def _verb(asked: QueryDict) -> Verb:
    """Which verb is meant; links and forms of the time of two verbs name a kind."""
    name = asked.get("verb") or BY_KIND.get(asked.get("kind", "picture"), "")
    if name not in Verb.values:
        raise Http404
    return Verb(name)
