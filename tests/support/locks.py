"""Two at one row: who waits for whom, seen from outside."""

import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

from django.db import connection

Result = TypeVar("Result")
SECONDS = 10.0


def beside(act: Callable[[], Result]) -> "Future[Result]":
    """Begin it on a connection of its own; returns once it waits for a lock, or has ended."""

    def run() -> Result:
        try:
            return act()
        finally:
            connection.close()

    thread = ThreadPoolExecutor(1)
    begun = thread.submit(run)
    thread.shutdown(wait=False)
    give_up = time.monotonic() + SECONDS
    while not (begun.done() or _somebody_waits()):
        assert time.monotonic() < give_up, "it neither ended nor waits"
        time.sleep(0.01)
    return begun


def _somebody_waits() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
        return bool(cursor.fetchone()[0])
