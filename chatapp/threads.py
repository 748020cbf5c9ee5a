"""The database, from asyncio: short transactions in a few threads of their own, each with a lasting connection."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from functools import partial
from typing import ParamSpec, TypeVar

import structlog
from django.conf import settings
from django.db import close_old_connections, connection

from foundation.outages import DATABASE_AWAY

log = structlog.get_logger(__name__)

Args = ParamSpec("Args")
Result = TypeVar("Result")

AWAY = DATABASE_AWAY
THREADS = 4
FIRST_PAUSE_SECONDS = 0.1


class Threads:
    """A loop's way to the database. Each function passed in is one transaction and may be called again."""

    def __init__(self, count: int = THREADS) -> None:
        self._pool = ThreadPoolExecutor(count, thread_name_prefix="database")

    async def run(self, work: Callable[Args, Result], *args: Args.args, **kwargs: Args.kwargs) -> Result:
        """Run it once. Raises what it raises; a connection that broke is not used again."""
        call = partial(copy_context().run, _guarded, partial(work, *args, **kwargs))
        return await asyncio.get_running_loop().run_in_executor(self._pool, call)

    async def persist(self, work: Callable[Args, Result], *args: Args.args, **kwargs: Args.kwargs) -> Result:
        """Run it until the database has answered: while it is away, wait."""
        pause = FIRST_PAUSE_SECONDS
        while True:
            try:
                return await self.run(work, *args, **kwargs)
            except AWAY as error:
                log.warning("database_away", cause=type(error).__name__, work=getattr(work, "__qualname__", "?"))
            await asyncio.sleep(pause)
            # Soon enough after the database is back, or somebody takes our turns for abandoned.
            pause = min(pause * 2, settings.RELAY_CHECKPOINT_SECONDS)

    def close(self) -> None:
        """Give the connections back."""
        self._pool.shutdown(wait=True, cancel_futures=True)


def _guarded(work: Callable[[], Result]) -> Result:
    try:
        return _once(work)
    except AWAY:
        # Perhaps only this connection is dead, since the database was started anew.
        return _once(work)


def _once(work: Callable[[], Result]) -> Result:
    try:
        return work()
    except AWAY:
        connection.close()
        raise
    finally:
        if connection.connection is not None and connection.errors_occurred:
            close_old_connections()
