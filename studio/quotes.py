"""The price before the click."""

from dataclasses import dataclass

from django.http import QueryDict

from studio.forms import FORMS
from xai.prices import PriceUnknown


@dataclass(frozen=True, slots=True)
class Quote:
    """What an order as it stands would cost, in ticks; None, and why: it cannot be said yet."""

    ticks: int | None
    why: str = ""


def of(kind: str, typed: QueryDict) -> Quote:
    """The price of what is chosen, whatever stands in the prompt."""
    chosen = typed.copy()
    chosen["prompt"] = "."
    form = FORMS[kind](chosen)
    if not form.is_valid():
        return Quote(None, str(next(iter(form.errors.values()))[0]))
    try:
        return Quote(form.order().price)
    except PriceUnknown:
        return Quote(None, "There is no price for this choice.")
