"""The one door to Redis (or Valkey).

redis-py 8 gives up on a socket after 5 s unless told otherwise, which kills every blocking read longer than that:
here, and only here, the timeout is set above the longest block (`REDIS_SOCKET_SECONDS` > `REDIS_BLOCK_SECONDS`).
"""

import asyncio
import functools
import weakref
from typing import Any

import redis
import redis.asyncio
from django.conf import settings

# Enough for a relay's writer, reader, pub/sub and sweeps; redis-py raises, not waits, when a pool is empty.
CONNECTIONS = 50

_by_loop: "weakref.WeakKeyDictionary[asyncio.AbstractEventLoop, redis.asyncio.Redis]" = weakref.WeakKeyDictionary()


def _options() -> dict[str, Any]:
    return {
        "socket_timeout": settings.REDIS_SOCKET_SECONDS,
        "socket_connect_timeout": 2,
        "max_connections": CONNECTIONS,
        "health_check_interval": 30,
    }


@functools.cache
def sync() -> redis.Redis:
    """This process's client for plain code (views, tasks, commands)."""
    client: redis.Redis = redis.Redis.from_url(settings.REDIS_URL, **_options())
    return client


def asynchronous() -> redis.asyncio.Redis:
    """The running loop's client (relay, sockets). Binary in, binary out."""
    loop = asyncio.get_running_loop()
    if loop not in _by_loop:
        _by_loop[loop] = redis.asyncio.Redis.from_url(settings.REDIS_URL, **_options())
    return _by_loop[loop]


def key(*parts: object) -> str:
    """A key of ours, prefixed so that several houses may share a server: `salon:turn:…:log`."""
    return settings.REDIS_PREFIX + ":".join(str(part) for part in parts)
