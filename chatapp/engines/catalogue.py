"""Which engines this house knows and offers, without asking anybody: what this process has learned, or the dated table."""

import threading
from dataclasses import dataclass, field
from datetime import datetime

from django.conf import settings

import xai
from xai.catalogue import find, known_engines
from xai.values import Engine

EFFORTS = ("none", "minimal", "low", "medium", "high", "xhigh")
SEVERAL = "multi-agent"  # many engines for one answer, at many times the price: not for a chat


@dataclass(frozen=True, slots=True)
class Learned:
    """The catalogue as this process knows it. No engines: the provider has not been heard yet."""

    engines: tuple[Engine, ...] = ()
    off: frozenset[str] = field(default_factory=frozenset)
    version: int = 0
    read_at: datetime | None = None
    trouble: str = ""


_lock = threading.Lock()
_learned = Learned()


def learned() -> Learned:
    """What this process goes by."""
    return _learned


def take_over(new: Learned) -> None:
    """From now on go by this, money included."""
    global _learned
    with _lock:
        _learned = new
        xai.learn(new.engines)


def present() -> tuple[Engine, ...]:
    """The engines that are there: by the provider's last word, else by the dated table."""
    return _learned.engines or known_engines()


def there(name: str) -> Engine | None:
    """The engine behind an id or alias, if the provider has it."""
    return find(present(), name)


def on_offer() -> list[Engine]:
    """The engines people may choose, newest and dearest first."""
    allowed = [engine for engine in present() if SEVERAL not in engine.id and engine.id not in _learned.off]
    return sorted(allowed, key=lambda engine: (-engine.prices.completion, -engine.created, engine.id))


def listed(name: str) -> Engine | None:
    """The engine somebody asked for by id or alias, if it is there and offered; or the one this house is set to."""
    engine = there(name)
    if engine is None:
        return Engine(id=name) if name == settings.CHAT_ENGINE and not _learned.engines else None
    return None if SEVERAL in engine.id or engine.id in _learned.off else engine


def offered() -> list[tuple[str, str]]:
    """The engines a person may make their own, as (id, label)."""
    return [("auto", "Auto: picks one for each question"), *((engine.id, engine.id) for engine in on_offer())]


def known(name: str) -> Engine:
    """What is known of an engine, also of one that is gone. One that nobody lists is taken to be like the house's own."""
    return xai.known_engine(name) or xai.known_engine(settings.CHAT_ENGINE) or Engine(id=name)


def endpoint() -> str:
    """The provider's route that chat uses, as the ledger names it."""
    return "/v1/responses" if settings.XAI_ROUTE == "responses" else "/v1/chat/completions"
