"""What the next answer will probably cost and how long it will take: a range from the house's own last thirty days.

Beat counts it (one query) and leaves it in Redis; a page reads what this process last read there. Where too little was
answered to say, typical lengths stand in, and the page says "estimate".
"""

import json
import time
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

import structlog
from django.conf import settings
from django.db import connection
from redis.exceptions import RedisError

from chatapp import context, engines
from chatapp.engines.choosing import AUTO
from chatapp.files.refs import FileRef
from foundation.redis import key, sync
from usage import estimates

log = structlog.get_logger(__name__)

KEEP_SECONDS = 86_400
READ_ANEW_SECONDS = 60.0
FEWEST = 20  # answers, below which a range is chance
SIZES = (4_000, 32_000)  # input tokens: a short question, a conversation; what is more is a long one

# One line for engine, effort and size of input: half and nine tenths of tokens put out, and of milliseconds.
COUNT = """
SELECT engine, effort, width_bucket(input_tokens, %(sizes)s::int[]) AS size,
  percentile_disc(ARRAY[0.5, 0.9]) WITHIN GROUP (ORDER BY output_tokens + coalesce(reasoning_tokens, 0)),
  percentile_disc(ARRAY[0.5, 0.9]) WITHIN GROUP (ORDER BY last_token_ms)
FROM chatapp_turn
WHERE state = 'finished' AND ended_at > now() - interval '30 days'
  AND input_tokens IS NOT NULL AND output_tokens IS NOT NULL AND last_token_ms IS NOT NULL
GROUP BY 1, 2, 3 HAVING count(*) >= %(fewest)s
"""
_read: tuple[float, dict[str, list[list[int]]]] = (0.0, {})


@dataclass(frozen=True, slots=True)
class Range:
    """From `size` (an index of SIZES) on: tokens put out and milliseconds, of half and of nine tenths of the answers."""

    size: int
    tokens: tuple[int, int]
    milliseconds: tuple[int, int]


# A paragraph to two pages, at the pace the engines have; not counted but known.
TYPICAL = Range(0, (400, 2_000), (4_000, 25_000))


@dataclass(frozen=True, slots=True)
class Gauge:
    """All a page needs to say it while somebody types, without asking anew. Prices in ticks for a token."""

    engine: str
    effort: str
    used_bytes: int
    used: int
    window: int
    prompt: int
    completion: int
    known: bool
    ranges: Sequence[Range]
    project: UUID | None = None

    @property
    def percent(self) -> int:
        """Of the window, before anything is typed."""
        return min(100, 100 * self.used // self.window)

    @property
    def as_json(self) -> str:
        """For the script: size, tokens and milliseconds of each range."""
        return json.dumps([[each.size, *each.tokens, *each.milliseconds] for each in self.ranges])


def gauge(
    name: str, effort: str, used_bytes: int, *, project: UUID | None = None, files: Sequence[FileRef] = ()
) -> Gauge:
    """For a path of so many bytes, with this choice; for Auto as if it took the house's own engine. No query.

    `project`, `files`: where it is asked, and what goes along with every question there.
    """
    engine = engines.known(settings.CHAT_ENGINE if name in ("", AUTO) else name)
    thinks = (effort or settings.CHAT_EFFORT) if engine.efforts else ""
    counted = _counted()
    told = counted.get(f"{engine.id}|{thinks}") or counted.get(f"{engine.id}|{effort}") or []
    ranges = [Range(size, (a, b), (c, d)) for size, a, b, c, d in told]
    return Gauge(
        engine=name,
        effort=effort,
        used_bytes=used_bytes,
        used=estimates.HIDDEN_TYPICAL + used_bytes // estimates.TYPICAL_BYTES + context.in_folder(files, engine).weight,
        window=context.window(engine),
        prompt=engine.prices.prompt,
        completion=engine.prices.completion,
        known=bool(ranges),
        ranges=ranges or [TYPICAL],
        project=project,
    )


def count() -> int:
    """Count it anew; returns how many kinds of answers are known."""
    with connection.cursor() as cursor:
        cursor.execute(COUNT, {"sizes": list(SIZES), "fewest": FEWEST})
        found: dict[str, list[list[int]]] = {}
        for engine, effort, size, tokens, milliseconds in cursor.fetchall():
            found.setdefault(f"{engine}|{effort}", []).append([size, *tokens, *milliseconds])
    for ranges in found.values():
        ranges.sort()
    sync().set(_where(), json.dumps(found), ex=KEEP_SECONDS)
    return sum(map(len, found.values()))


def forget() -> None:
    """Read anew at the next look."""
    global _read
    _read = (0.0, {})


def _counted() -> dict[str, list[list[int]]]:
    """What was counted last, as this process read it a minute ago at most."""
    global _read
    until, known = _read
    if time.monotonic() < until:
        return known
    try:
        said = sync().get(_where())
        known = json.loads(said) if said else {}
    except (RedisError, OSError, ValueError) as error:
        log.warning("expectations_unread", cause=type(error).__name__)
    _read = (time.monotonic() + READ_ANEW_SECONDS, known)
    return known


def _where() -> str:
    return key("expected", "answers")
