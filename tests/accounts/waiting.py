"""Waiting for a state of the database instead of sleeping."""

import time

from tests.support.house import house

QUERY = "SELECT count(*) FROM pg_locks WHERE NOT granted"


def until_somebody_waits_for_a_lock(seconds: float = 10) -> None:
    """Return once a transaction stands before a lock another one holds."""
    deadline = time.monotonic() + seconds
    with house.postgres.connect(database="salon") as onlooker:
        while time.monotonic() < deadline:
            row = onlooker.execute(QUERY).fetchone()
            if row and row[0]:
                return
            time.sleep(0.01)
    raise AssertionError(f"nobody waited for a lock within {seconds} s")
