"""Who answers when the engine that was to is busy or away: once, before the first word, and told to the person."""

from django.conf import settings

from chatapp.engines import catalogue, strengths
from chatapp.engines.telling import typical_ticks
from xai.values import Engine

MODEST = 128_000  # tokens, where an engine does not say how much it reads


def stand_in(engine: Engine, *, tokens: int, pictures: bool) -> Engine | None:
    """By setting, or the one that comes nearest; it must be able to read as much, and pictures. None: nobody."""
    if settings.FALLBACK_ENGINE == "off":
        return None
    others = [each for each in catalogue.on_offer() if each.id != engine.id]
    able = [each for each in others if (each.context_tokens or MODEST) > tokens and (each.sees or not pictures)]
    if settings.FALLBACK_ENGINE != "auto":
        return next((each for each in able if each.answers_to(settings.FALLBACK_ENGINE)), None)
    return min(able, key=lambda each: _distance(engine, each), default=None)


def _distance(engine: Engine, other: Engine) -> tuple[float, int, str]:
    """How different what they are good for is; of equals the one whose price is nearer."""
    is_, as_ = strengths.of(engine), strengths.of(other)
    apart = abs(is_.hard - as_.hard) + abs(is_.code - as_.code) + abs(is_.quick - as_.quick)
    return apart, abs(typical_ticks(engine) - typical_ticks(other)), other.id
