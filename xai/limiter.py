"""The provider's limits are a team's, not a process's: they are counted in a store that every process shares."""

import asyncio
import time
from collections.abc import Mapping
from typing import Protocol

import structlog

from xai import errors
from xai.patience import Patience
from xai.settings import Limit

logger = structlog.get_logger("xai")

STORE_SECONDS = 2.0  # a store that does not answer must not keep a reply waiting
SHORTEST_COOLING = 1.0


class LimiterStore(Protocol):
    """Buckets that refill, seen by every process."""

    async def take(self, bucket: str, cost: float, per_second: float) -> float:
        """Take `cost` from a bucket that refills at `per_second`; seconds to wait, 0 when taken."""

    async def cool(self, bucket: str, seconds: float) -> None:
        """Nobody takes from this bucket for a while."""


class InMemoryStore:
    """The same for one process: for tests, and for a house of one."""

    def __init__(self) -> None:
        self._empty_at: dict[str, float] = {}
        self._cool_until: dict[str, float] = {}

    async def take(self, bucket: str, cost: float, per_second: float) -> float:
        """One second's worth may go at once; what is taken beyond it is waited for by the next."""
        now = time.monotonic()
        empty_at = max(self._empty_at.get(bucket, 0.0), now)
        wait = max(self._cool_until.get(bucket, 0.0) - now, empty_at - 1.0 - now)
        if wait > 0:
            return wait
        self._empty_at[bucket] = empty_at + cost / per_second
        return 0.0

    async def cool(self, bucket: str, seconds: float) -> None:
        """The longest cooling counts."""
        self._cool_until[bucket] = max(self._cool_until.get(bucket, 0.0), time.monotonic() + seconds)


class Limiter:
    """Lets a request go when the provider would take it, as far as we know its limits."""

    def __init__(
        self, store: LimiterStore, fixed: Mapping[str, Limit], dated: Mapping[str, Limit], default: Limit
    ) -> None:
        self._store = store
        self._fixed = fixed  # by setting
        self._known = dict(dated)  # from the table, corrected by what the provider's headers say
        self._default = default

    def limit(self, engine: str) -> Limit:
        """What we believe may be asked of this engine."""
        return self._fixed.get(engine) or self._known.get(engine) or self._default

    async def admit(self, engine: str, tokens: int, patience: Patience) -> None:
        """Wait for a place. Raises RateLimited when that would take longer than the caller's patience."""
        limit = self.limit(engine)
        await self._await(f"{engine}:requests", 1, limit.requests_per_second, patience)
        if limit.tokens_per_minute and tokens:
            await self._await(f"{engine}:tokens", tokens, limit.tokens_per_minute / 60, patience)

    async def heed(self, engine: str, seconds: float | None) -> None:
        """The provider said "too many": everybody leaves this engine alone for a while."""
        try:
            async with asyncio.timeout(STORE_SECONDS):
                await self._store.cool(f"{engine}:requests", max(seconds or 0.0, SHORTEST_COOLING))
        except Exception:
            logger.warning("The limiter's store does not answer.", exc_info=True)

    def learn(self, engine: str, headers: Mapping[str, str]) -> None:
        """Correct what we believe by the headers of a successful answer; both count minutes."""
        requests = headers.get("x-ratelimit-limit-requests", "")
        tokens = headers.get("x-ratelimit-limit-tokens", "")
        if requests.isdecimal() and int(requests) > 0:
            self._known[engine] = Limit(int(requests) / 60, int(tokens) if tokens.isdecimal() else 0)

    async def _await(self, bucket: str, cost: float, per_second: float, patience: Patience) -> None:
        while wait := await self._take(bucket, cost, per_second):
            if not patience.allows(wait):
                raise errors.RateLimited("held back by our own limiter", retry_after=wait)
            await asyncio.sleep(wait)

    async def _take(self, bucket: str, cost: float, per_second: float) -> float:
        try:
            async with asyncio.timeout(STORE_SECONDS):
                return await self._store.take(bucket, cost, per_second)
        except Exception:
            # Without its store the limiter lets everything go: the provider's own 429 still guards it.
            logger.warning("The limiter's store does not answer.", exc_info=True)
            return 0.0
