"""A few seats in the whole house for something heavy: whoever finds none waits a little, then is sent away.

A seat is a lock of the database's session: a process that dies gives it back by dying.
"""

import random
import time
import zlib
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

LOOK_SECONDS = 0.1


class NoSeat(Exception):
    """All were taken for as long as one would wait."""


@contextmanager
def seat(what: str, *, most: int, wait_seconds: float) -> Iterator[None]:
    """Sit on one of `most` seats while this lasts. Not inside a transaction that may fail. Raises NoSeat."""
    kind, taken = _kind(what), _taken(what, most, wait_seconds)
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s::int, %s::int)", [kind, taken])


def _taken(what: str, most: int, wait_seconds: float) -> int:
    kind, ends = _kind(what), time.monotonic() + wait_seconds
    while True:
        with connection.cursor() as cursor:
            for number in random.sample(range(most), most):
                cursor.execute("SELECT pg_try_advisory_lock(%s::int, %s::int)", [kind, number])
                if cursor.fetchone()[0]:
                    return number
        if time.monotonic() >= ends:
            raise NoSeat(what)
        time.sleep(LOOK_SECONDS)


def _kind(what: str) -> int:
    return zlib.crc32(what.encode()) - (1 << 31)  # as PostgreSQL's four bytes, which have a sign
