"""How often one call is tried, and how long it waits in between."""

import asyncio
import random
import time
from collections.abc import Awaitable, Callable
from typing import TypeVar

from xai import errors
from xai.settings import XaiSettings

Result = TypeVar("Result")


class Patience:
    """How long one call goes on beginning anew, in seconds from now: limiter, pauses and slow failures all count."""

    def __init__(self, *, seconds: float, retries: int, base: float, cap: float) -> None:
        self._until = time.monotonic() + seconds
        self._retries = retries
        self._base = base
        self._cap = cap
        self._tried = 0

    def allows(self, wait: float) -> bool:
        """Whether so many seconds are left to wait."""
        return time.monotonic() + wait <= self._until

    def pause_after(self, error: errors.XaiError) -> float | None:
        """The pause before sending the same again; None when that is not safe, not useful, or too long a wait.

        Never sooner than the provider's retry-after: a longer one than we wait is handed to the caller with the error.
        """
        self._tried += 1
        if not error.may_retry or self._tried > self._retries:
            return None
        pause = min(self._base * 2 ** (self._tried - 1), self._cap) * random.uniform(0.5, 1)
        if error.retry_after is not None:
            if error.retry_after > self._cap:
                return None
            pause = error.retry_after + random.uniform(0, min(self._base, 1))
        return pause if self.allows(pause) else None

    async def persist(
        self,
        once: Callable[[], Awaitable[Result]],
        told: Callable[[errors.XaiError, float | None], Awaitable[None]],
    ) -> Result:
        """Try until it works, or until another try would be unsafe, useless or too long a wait."""
        while True:
            try:
                return await once()
            except errors.XaiError as error:
                failure = error
            pause = self.pause_after(failure)
            await told(failure, pause)
            if pause is None:
                raise failure
            await asyncio.sleep(pause)


def of_a_reply(settings: XaiSettings, seconds: float | None = None) -> Patience:
    """Somebody is waiting to read; with a limit of their own, if they have something else to try."""
    longest = settings.patience_seconds
    return _patience(settings, longest if seconds is None else min(seconds, longest), settings.retries)


def of_a_job(settings: XaiSettings) -> Patience:
    """A job waits better in its own row than in here."""
    return _patience(settings, settings.media_patience_seconds, settings.retries)


def _patience(settings: XaiSettings, seconds: float, retries: int) -> Patience:
    return Patience(seconds=seconds, retries=retries, base=settings.retry_base_seconds, cap=settings.retry_cap_seconds)
