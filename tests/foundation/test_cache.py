"""The cache does not dial Redis anew for everybody who looks into it."""

from concurrent.futures import ThreadPoolExecutor

from django.core.cache import cache

from foundation.redis import sync

LOOKS = 8


def test_threads_that_come_and_go_share_a_connection() -> None:
    cache.get("anything")
    before = _dialled()
    for _ in range(LOOKS):
        with ThreadPoolExecutor(1) as thread:
            thread.submit(lambda: cache.get("a session")).result()
    assert _dialled() == before


def _dialled() -> int:
    return int(sync().info("stats")["total_connections_received"])
