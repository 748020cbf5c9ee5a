"""Django's cache in Redis, with one pool of connections for the whole process.

Django makes a cache object for each thread or, under ASGI, for each request, and Redis connections with it: every page
and every look at a socket would dial anew and be greeted by the server first.
"""

from functools import cache
from typing import Any

from django.core.cache.backends.redis import RedisCache, RedisCacheClient


class SharedRedisCache(RedisCache):
    """As Django's; all objects for the same place share their connections, which redis-py hands out thread by thread."""

    _servers: list[str]
    _options: dict[str, Any]

    @property
    def _cache(self) -> RedisCacheClient:
        return _client(tuple(self._servers), tuple(sorted(self._options.items())))


@cache
def _client(servers: tuple[str, ...], options: tuple[tuple[str, Any], ...]) -> RedisCacheClient:
    return RedisCacheClient(list(servers), **dict(options))
