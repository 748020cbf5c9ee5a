"""How fast each line moves: the provider's limits, counted across all workers, and the bell that calls the next."""

import functools
from collections.abc import Coroutine
from typing import Any

import structlog
from django.conf import settings
from redis.exceptions import RedisError

from foundation import background_loop, outbox
from foundation.limiter_store import RedisLimiterStore
from foundation.redis import key, sync
from studio.models import Kind
from xai import Limit, Limiter, Wish

log = structlog.get_logger(__name__)

ASKING_SECONDS = 10.0  # the limiter counts alone long before
FORMING_SECONDS = 5.0  # a line younger than this has no pace of its own yet
UNHEARD_SECONDS = 60.0  # a bell older than this has been rung again


def until_next(kind: str) -> float:
    """0: one may be sent now, and counts as sent; else the seconds until the next one may."""
    [ticket], wait = _asked(_limiter(_limits()).let_in(_name(kind), [Wish()]))
    return 0.0 if ticket else max(wait, 0.01)


def between(kind: str) -> float:
    """Seconds between two sends."""
    most = _limits()[kind]
    return 1 / most if most else 0.0


def seconds(kind: str, place: int, *, span: float, called: int) -> float | None:
    """About how long the one at this place waits, if so many were called within this span of seconds; None: who knows."""
    most = _limits()[kind]
    if span < FORMING_SECONDS:
        return place / most if most else 0.0
    if not called:
        return None
    lately = called / span
    return place / (min(lately, most) if most else lately)


def ring(kind: str, after: float = 0.0) -> bool:
    """Have the next in line called in so many seconds. Many who ask for that at once ring one bell; whether it rang."""
    return _first("rung", kind, after) and _rung(kind, after)


def ring_again(kind: str) -> bool:
    """Ring in case the bell that was to follow the last one is lost; once a sweep, however many sweep."""
    return _first("swept", kind, settings.STUDIO_SWEEP_SECONDS * 0.9) and _rung(kind, 0.0)


def _first(what: str, kind: str, seconds: float) -> bool:
    """Whether nobody else did the same within so many seconds."""
    try:
        return bool(sync().set(key("jobs", kind, what), 1, nx=True, px=max(int(seconds * 1000), 1)))
    except (RedisError, OSError) as error:
        log.warning("line_not_called", kind=kind, cause=type(error).__name__)  # the sweep comes round
        return False


def _rung(kind: str, after: float) -> bool:
    outbox.ring("studio.tasks.send_next", kind, queue="calls", after=after, expires=after + UNHEARD_SECONDS)
    return True


def _limits() -> dict[str, float]:
    return {Kind.PICTURE: settings.STUDIO_PICTURES_PER_SECOND, Kind.VIDEO: settings.STUDIO_VIDEOS_PER_SECOND}


def _name(kind: str) -> str:
    return f"studio.{kind}"


def _limiter(limits: dict[str, float]) -> Limiter:
    return _made(tuple(sorted(limits.items())))


@functools.lru_cache(maxsize=4)
def _made(limits: tuple[tuple[str, float], ...]) -> Limiter:
    """Kept, because it counts by itself while the shared store is away."""
    fixed = {_name(kind): Limit(each * 60) for kind, each in limits}
    return Limiter(RedisLimiterStore(), fixed, {}, Limit(0))


def _asked(question: Coroutine[Any, Any, Any]) -> Any:
    return background_loop.run(question, timeout=ASKING_SECONDS)
