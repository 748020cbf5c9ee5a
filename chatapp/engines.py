"""Which engine answers, and what the house knows of it."""

from django.conf import settings

import xai
from xai.catalogue import known_engines
from xai.values import Engine

EFFORTS = ("none", "minimal", "low", "medium", "high", "xhigh")


def listed(name: str) -> Engine | None:
    """An engine people may choose: one that is known, or the one this house is set to."""
    found = xai.known_engine(name)
    return found or (Engine(id=name) if name == settings.CHAT_ENGINE else None)


def offered() -> list[tuple[str, str]]:
    """The engines a person may make their own, as (id, label)."""
    return [(engine.id, engine.id) for engine in known_engines() if "multi-agent" not in engine.id]


def known(name: str) -> Engine:
    """What is known of an engine, without asking anybody. One that nobody lists is taken to be like the house's own."""
    return xai.known_engine(name) or xai.known_engine(settings.CHAT_ENGINE) or Engine(id=name)


def endpoint() -> str:
    """The provider's route that chat uses, as the ledger names it."""
    return "/v1/responses" if settings.XAI_ROUTE == "responses" else "/v1/chat/completions"
