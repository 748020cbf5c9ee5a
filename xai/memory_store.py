"""The limiter's counts in one process's memory: for a house of one, and while the shared store is away."""

import random
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from math import inf

from xai.settings import Limit

# The numbers of the shared store, too (foundation/limiter_store.py); one table of tests holds both to them.
WINDOW = 62  # seconds: a minute, and something for requests that arrive closer together than they left
LATELY = 30  # seconds over which we look who went
CLAIM_SECONDS = 3.0  # who was let in must begin within this time, or its place is another's
FORGET_SECONDS = 600.0  # after a 429 the number at once is bounded for so long
LONGEST_COOLING = 30.0  # where the provider does not say how long


def burst(per_minute: float) -> float:
    """How many may go in one moment: with the steady pace, a second sees no more than a 48th of the minute."""
    return max(1.0, per_minute / 240)


def interval(per_minute: float) -> float:
    """Seconds between two requests at the steady pace: with the burst, no minute sees more than its limit."""
    return (WINDOW - 1) / (per_minute - burst(per_minute) + 1) if per_minute else 0.0


@dataclass
class Counts:
    """Of one engine."""

    cool_until: float = 0.0
    empty_at: float = 0.0
    most: float = inf  # at once
    most_until: float = 0.0
    strikes: int = 0
    said: Limit | None = None
    running: dict[str, float] = field(default_factory=dict)  # until when each counts
    tokens: dict[int, int] = field(default_factory=dict)  # by second
    went: dict[int, int] = field(default_factory=dict)  # by second

    def tidy(self, now: float) -> None:
        """Forget what is over."""
        self.running = {key: until for key, until in self.running.items() if until > now}
        self.tokens = {second: n for second, n in self.tokens.items() if second > int(now) - WINDOW}
        self.went = {second: n for second, n in self.went.items() if second > int(now) - LATELY}
        if self.most_until <= now:
            self.most, self.strikes = inf, 0

    def obstacle(self, limit: Limit, key: str, tokens: int, now: float) -> float | None:
        """Seconds until this one may go; 0: unknown; None: now."""
        if self.cool_until > now:
            return self.cool_until - now
        if key and len(self.running) + 1 > self.most:
            return 0.0
        if limit.requests_per_minute:
            step = interval(limit.requests_per_minute)
            early = max(self.empty_at, now) + step - now - burst(limit.requests_per_minute) * step
            if early > 0.0005:
                return early
        return self._until_tokens(limit.tokens_per_minute, tokens, now)

    def _until_tokens(self, most: float, tokens: int, now: float) -> float | None:
        spent = sum(self.tokens.values())
        if not most or not spent or spent + tokens <= most:
            return None
        for second in sorted(self.tokens):
            spent -= self.tokens[second]
            if spent <= 0 or spent + tokens <= most:
                return max(second + WINDOW - now, 0.001)
        return None

    def enter(self, limit: Limit, key: str, tokens: int, now: float) -> None:
        """It goes."""
        if limit.requests_per_minute:
            self.empty_at = max(self.empty_at, now) + interval(limit.requests_per_minute)
        self.tokens[int(now)] = self.tokens.get(int(now), 0) + tokens
        self.went[int(now)] = self.went.get(int(now), 0) + 1
        if key:
            self.running[key] = now + CLAIM_SECONDS


class InMemoryStore:
    """Counts for one process."""

    def __init__(self) -> None:
        self._counts: dict[str, Counts] = {}

    def _of(self, engine: str) -> tuple[Counts, float]:
        now = time.monotonic()
        counts = self._counts.setdefault(engine, Counts())
        counts.tidy(now)
        return counts, now

    async def admit(
        self, engine: str, limit: Limit, wishes: Sequence[tuple[str, int]], *, fixed: bool
    ) -> tuple[list[bool], float]:
        """Let in as many as may go now."""
        counts, now = self._of(engine)
        limit = limit if fixed else counts.said or limit
        went: list[bool] = []
        wait: float | None = None
        for key, tokens in wishes:
            taken = key != "" and key in counts.running  # by somebody else
            if wait is None and not taken:
                wait = counts.obstacle(limit, key, tokens, now)
            may = wait is None and not taken
            if may:
                counts.enter(limit, key, tokens, now)
            went.append(may)
        return went, wait or 0.0

    async def keep(self, engine: str, keys: Sequence[str], seconds: float) -> None:
        """Those that have not ended are under way."""
        counts, now = self._of(engine)
        counts.running |= dict.fromkeys(counts.running.keys() & set(keys), now + seconds)

    async def settle(self, engine: str, key: str, *, reserved: int, used: int, age: float, well: bool) -> None:
        """It has ended."""
        counts, now = self._of(engine)
        counts.running.pop(key, None)
        second = int(now - age)
        if second in counts.tokens:
            counts.tokens[second] = max(counts.tokens[second] + used - reserved, 0)
        if well:
            counts.strikes = 0
            counts.most += 1 / counts.most

    async def heed(self, engine: str, seconds: float) -> None:
        """Leave it alone, and fewer at once."""
        counts, now = self._of(engine)
        if counts.cool_until <= now:  # else it was sent before we knew
            counts.strikes += 1
        wait = seconds or min(2.0 ** (counts.strikes - 1), LONGEST_COOLING) * random.uniform(1, 1.25)
        if counts.cool_until <= now:
            counts.most = max(1.0, min(counts.most, len(counts.running)) // 2)
        counts.most_until = now + FORGET_SECONDS
        counts.cool_until = max(counts.cool_until, now + max(wait, 1.0))

    async def learned(self, engine: str, limit: Limit) -> None:
        """The provider said so."""
        counts, _ = self._of(engine)
        counts.said = limit

    async def pace(self, engine: str) -> tuple[float, float]:
        """How fast the line moves."""
        counts, now = self._of(engine)
        span = (
            int(now) - min(counts.went, default=int(now)) + 1
        )  # a line that has just formed has no half minute behind it
        return max(counts.cool_until - now, 0.0), sum(counts.went.values()) / span
