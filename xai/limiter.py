"""The provider's limits are a team's, not a process's: they are counted in a store that every process shares.

Whoever wants to send is a `Wish`; what may go now gets a `Ticket`, which is settled when the answer has ended: tokens
reserved too many are given back, and its place among those under way is free. A 429 halves how many may be under way at
once and leaves the engine alone for a while; each answer that went well lets that number recover a little.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol, TypeVar

import structlog

from xai import errors
from xai.memory_store import InMemoryStore
from xai.patience import Patience
from xai.settings import Limit

logger = structlog.get_logger("xai")
Result = TypeVar("Result")

STORE_SECONDS = 2.0  # a store that does not answer must not keep a reply waiting
LEARN_AGAIN_SECONDS = 3_600  # the store may have forgotten what this process once told it
LOOK_AGAIN_SECONDS = 0.5  # where nobody can say when there will be room


@dataclass(frozen=True, slots=True)
class Wish:
    """Somebody who wants to go. `key` names whoever is counted as under way until settled; empty: nobody counts it."""

    key: str = ""
    tokens: int = 0


@dataclass(frozen=True, slots=True)
class Ticket:
    """May go. `at` is this process's monotonic clock."""

    engine: str
    key: str
    tokens: int
    at: float = field(default_factory=time.monotonic)


@dataclass(frozen=True, slots=True)
class Pace:
    """How fast an engine's line moves. `wait`: seconds in which nobody goes; `per_second`: who went lately."""

    wait: float = 0.0
    per_second: float = 0.0


class LimiterStore(Protocol):
    """What is counted, seen by every process. One engine at a time; times are seconds."""

    async def admit(
        self, engine: str, limit: Limit, wishes: Sequence[tuple[str, int]], *, fixed: bool
    ) -> tuple[list[bool], float]:
        """Let in as many of these (key, tokens), in this order, as may go now; and when the next may, 0: unknown.

        What some process has learned outranks `limit`, unless that is fixed.
        """

    async def keep(self, engine: str, keys: Sequence[str], seconds: float) -> None:
        """These are under way, for so long at least."""

    async def settle(self, engine: str, key: str, *, reserved: int, used: int, age: float, well: bool) -> None:
        """One that was let in `age` seconds ago has ended. `well`: the provider served it."""

    async def heed(self, engine: str, seconds: float) -> None:
        """The provider said "too many", and to wait so long (0: not said)."""

    async def learned(self, engine: str, limit: Limit) -> None:
        """The provider's headers say this."""

    async def pace(self, engine: str) -> tuple[float, float]:
        """Seconds in which nobody goes, and how many went lately, a second."""


class Limiter:
    """Lets a request go when the provider would take it, as far as we know its limits."""

    def __init__(
        self,
        store: LimiterStore,
        fixed: Mapping[str, Limit],
        dated: Mapping[str, Limit],
        default: Limit,
        named: Callable[[str], str] = str,
    ) -> None:
        self._store = store
        self._alone = InMemoryStore()  # while the store is away, each process counts for itself
        self._fixed = fixed  # by setting
        self._known = dict(dated)  # from the table, corrected by what the provider's headers say
        self._default = default
        self._named = named  # an alias shares its engine's limits
        self._learned_at: dict[str, float] = {}

    def limit(self, engine: str) -> Limit:
        """What we believe may be asked of this engine."""
        return self._fixed.get(engine) or self._known.get(engine) or self._default

    async def let_in(self, engine: str, wishes: Sequence[Wish]) -> tuple[list[Ticket | None], float]:
        """Who of these may go now, first come first; and in how many seconds the next may, 0: when somebody has ended."""
        name, limit = self._named(engine), self.limit(engine)
        wanted, fixed = [(each.key, each.tokens) for each in wishes], engine in self._fixed
        went, wait = await self._counted(lambda store: store.admit(name, limit, wanted, fixed=fixed))
        return [
            Ticket(name, wish.key, wish.tokens) if may else None for wish, may in zip(wishes, went, strict=True)
        ], wait

    async def admit(self, engine: str, tokens: int, patience: Patience) -> Ticket:
        """Wait for a place. Raises RateLimited when that would take longer than the caller's patience."""
        while True:
            [ticket], wait = await self.let_in(engine, [Wish("", tokens)])
            if ticket is not None:
                return ticket
            if not patience.allows(wait):
                raise errors.RateLimited("held back by our own limiter", retry_after=wait)
            await asyncio.sleep(wait or LOOK_AGAIN_SECONDS)

    async def keep(self, tickets: Sequence[Ticket], seconds: float) -> None:
        """These are still under way: say so well within the time."""
        by_engine: dict[str, list[str]] = {}
        for ticket in tickets:
            by_engine.setdefault(ticket.engine, []).append(ticket.key)
        for engine, keys in by_engine.items():
            await self._counted(lambda store, engine=engine, keys=keys: store.keep(engine, keys, seconds))  # type: ignore[misc]

    async def settle(self, ticket: Ticket, used: int | None, *, well: bool) -> None:
        """It has ended. `used`: tokens the provider counts, None: unknown, the reservation stands."""
        age = time.monotonic() - ticket.at
        spent = ticket.tokens if used is None else used
        await self._counted(
            lambda store: store.settle(
                ticket.engine, ticket.key, reserved=ticket.tokens, used=spent, age=age, well=well
            )
        )

    async def heed(self, engine: str, seconds: float | None) -> None:
        """The provider said "too many": everybody leaves this engine alone for a while, and fewer go at once."""
        name = self._named(engine)
        await self._counted(lambda store: store.heed(name, seconds or 0.0))

    async def learn(self, engine: str, headers: Mapping[str, str]) -> None:
        """Correct what we believe by the headers of a successful answer, and tell the others; both count minutes."""
        requests = headers.get("x-ratelimit-limit-requests", "")
        tokens = headers.get("x-ratelimit-limit-tokens", "")
        if not (requests.isdecimal() and int(requests) > 0):
            return
        said, now = Limit(int(requests), int(tokens) if tokens.isdecimal() else 0), time.monotonic()
        told_at = self._learned_at.get(engine)
        if self._known.get(engine) == said and told_at is not None and now - told_at < LEARN_AGAIN_SECONDS:
            return
        self._known[engine], self._learned_at[engine] = said, now
        name = self._named(engine)
        await self._counted(lambda store: store.learned(name, said))

    async def pace(self, engine: str) -> Pace:
        """How fast this engine's line moves now."""
        name = self._named(engine)
        return Pace(*await self._counted(lambda store: store.pace(name)))

    async def _counted(self, count: Callable[[LimiterStore], Awaitable[Result]]) -> Result:
        try:
            async with asyncio.timeout(STORE_SECONDS):
                return await count(self._store)
        except Exception as error:
            logger.warning(
                "The limiter's store does not answer: this process counts alone.", cause=type(error).__name__
            )
        return await count(self._alone)
