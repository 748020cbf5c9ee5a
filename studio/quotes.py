"""The price and the wait before the click."""

from dataclasses import dataclass

from django.http import QueryDict

from accounts.models import User
from studio import waits
from studio.forms import FORMS
from studio.forms.sources import MISSING
from studio.orders import RemadeOrder
from studio.styles.wearing import Wardrobe
from studio.verbs import Verb
from xai import prices
from xai.prices import PriceUnknown


@dataclass(frozen=True, slots=True)
class Quote:
    """What an order as it stands would cost, in ticks; None, and why: it cannot be said yet.

    `wait` is how long such orders take ("40–90 s"), empty when too little is known; `second` what a second of film costs;
    `at_most`: the provider may bill less.
    """

    ticks: int | None
    why: str = ""
    wait: str = ""
    second: int | None = None
    at_most: bool = False

    @property
    def only_asks(self) -> bool:
        """Nothing is wrong; something is to be put in first."""
        return self.why in MISSING.values()


def of(owner: User, verb: Verb, typed: QueryDict, wardrobe: Wardrobe | None = None) -> Quote:
    """The price of what is chosen, whatever stands in the prompt. `wardrobe`: the owner's, where it is at hand."""
    chosen = typed.copy()
    chosen["prompt"] = "."
    form = FORMS[verb](chosen, owner=owner, wardrobe=wardrobe)
    if not form.is_valid():
        return Quote(None, str(next(iter(form.errors.values()))[0]))
    order = form.order()
    try:
        second = prices.second_ticks(order.engine, order.resolution) if order.kind == "video" else None
        wait = waits.usual(verb, order.engine, order.resolution)
        return Quote(order.price, wait=wait, second=second, at_most=isinstance(order, RemadeOrder))
    except PriceUnknown:
        return Quote(None, "There is no price for this choice.")
