"""Writing down what the provider has answered, even if the database is away for a moment.

The answer to a paid request exists only in this process until it is committed. A restart of PostgreSQL takes seconds;
giving up at once would turn it into an order nobody knows the fate of.
"""

import time
from collections.abc import Callable
from typing import TypeVar

import structlog
from django.conf import settings
from django.db import connection

from foundation.outages import DATABASE_AWAY
from foundation.storage import StorageDown

log = structlog.get_logger(__name__)
Result = TypeVar("Result")

AWAY = (*DATABASE_AWAY, StorageDown)
PAUSE_SECONDS = 0.3


def patiently(write: Callable[[], Result], *, doing: str) -> Result:
    """Call `write` until the database and the store are there; after STUDIO_PATIENCE_SECONDS its failure is raised."""
    give_up = time.monotonic() + settings.STUDIO_PATIENCE_SECONDS
    while True:
        try:
            return write()
        except AWAY as error:
            if time.monotonic() > give_up:
                raise
            log.warning("waiting_for_part", doing=doing, cause=type(error).__name__)
            connection.close()
            time.sleep(PAUSE_SECONDS)
