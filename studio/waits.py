"""How long such an order usually takes, from the house's own last thirty days."""

from datetime import timedelta

from django.db.models import F
from django.db.models.fields.json import KT
from django.db.models.functions import Now

from studio.models import Job
from studio.states import State
from studio.verbs import Verb

DAYS = 30
FEWEST, MOST = 5, 200  # below the first a guess would be none; above the second nothing more is learned
LONG_SECONDS = 150


def usual(verb: Verb, engine: str, resolution: str) -> str:
    """Half are done by the first, nine of ten by the second: "40–90 s"; empty while fewer than five are known."""
    took = seconds(verb, engine, resolution)
    return in_words(*took) if took else ""


def seconds(verb: Verb, engine: str, resolution: str) -> tuple[float, float] | None:
    """The same as numbers; None while fewer than five are known."""
    named = Job.objects.alias(asked=KT("order__verb"), by=KT("order__engine"), size=KT("order__resolution"))
    alike = named.by_hand().filter(asked=verb, by=engine, size=resolution)
    lately = alike.filter(state=State.READY, ended_at__gte=Now() - timedelta(days=DAYS))
    spans = lately.order_by(F("ended_at").desc()).values_list("ordered_at", "ended_at")[:MOST]
    took = sorted((ended - ordered).total_seconds() for ordered, ended in spans if ended)
    if len(took) < FEWEST:
        return None
    return took[len(took) // 2], took[min(len(took) - 1, len(took) * 9 // 10)]


def in_words(half: float, most: float) -> str:
    """Rounded up, as one would say it."""
    if most > LONG_SECONDS:
        low, high, unit = max(1, round(half / 60)), max(1, round(most / 60)), "min"
    else:
        low, high, unit = _rounded(half), _rounded(most), "s"
    return f"{low} {unit}" if low == high else f"{low}–{high} {unit}"


def _rounded(seconds: float) -> int:
    step = 1 if seconds < 10 else 5
    return max(1, -int(-seconds // step)) * step
