"""Rounds over many rows: what is wrong with one keeps no other waiting."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from celery.exceptions import SoftTimeLimitExceeded


@contextmanager
def alone(log: Any, event: str, **about: Any) -> Iterator[None]:
    """What fails inside is logged, and the round goes on. That its time is up it hears: it would be killed in the middle of a row."""
    try:
        yield
    except SoftTimeLimitExceeded:
        raise
    except Exception:
        log.exception(event, **about)
