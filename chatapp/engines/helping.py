"""Who does the house's small work, titles and summaries: cheap, and at once."""

from dataclasses import dataclass

from django.conf import settings

from chatapp.engines import catalogue, strengths
from chatapp.engines.telling import typical_ticks
from xai.catalogue import fitting
from xai.values import Engine

NO_THINKING = "none"


@dataclass(frozen=True, slots=True)
class Helper:
    """The engine, and the effort it is asked with; None where it takes none."""

    engine: str
    effort: str | None


def helper() -> Helper:
    """HELPER_ENGINE while it is there; else the cheapest engine on offer that need not think first.

    Where all of them think, the cheapest, as little as it can.
    """
    engine = _set() or _cheapest() or catalogue.known(settings.CHAT_ENGINE)
    return Helper(engine.id, fitting(NO_THINKING, engine))


def _set() -> Engine | None:
    name = settings.HELPER_ENGINE
    if not name:
        return None
    # What the provider has not been asked about yet is taken on trust.
    return catalogue.there(name) or (None if catalogue.learned().engines else Engine(id=name))


def _cheapest() -> Engine | None:
    """Of two that cost the same, the one that never thinks, then the newer one."""
    priced = [engine for engine in catalogue.on_offer() if engine.prices.completion]
    at_once = [engine for engine in priced if _at_once(engine)]
    return min(at_once or priced, key=_rank, default=None)


def _at_once(engine: Engine) -> bool:
    return NO_THINKING in engine.efforts or not strengths.of(engine).thinks


def _rank(engine: Engine) -> tuple[int, bool, int]:
    return typical_ticks(engine), strengths.of(engine).thinks, -engine.created
