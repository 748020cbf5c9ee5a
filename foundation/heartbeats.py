"""Signs of life: each kind of process says when it last did real work; /readyz reads them."""

import time
from typing import cast

from redis.exceptions import RedisError

from foundation.redis import asynchronous, key, sync

# Three missed beats of the slowest sweep (10 s): one is a hiccup.
SILENT_SECONDS = 30
KEEP_SECONDS = 3600


def _key() -> str:
    return key("heartbeats")


def beat(part: str) -> None:
    """Say that a process of this kind is at work. Never fails: a missing sign is the sign."""
    try:
        sync().hset(_key(), part, f"{time.time():.3f}")
    except RedisError:
        return


async def beat_soon(part: str) -> None:
    """The same from asyncio code."""
    try:
        await asynchronous().hset(_key(), part, f"{time.time():.3f}")
    except RedisError:
        return


def ages() -> dict[str, float]:
    """Seconds since each kind of process was last heard; empty when Redis is away."""
    try:
        found = cast(dict[bytes, bytes], sync().hgetall(_key()))
    except RedisError:
        return {}
    now = time.time()
    return {name.decode(): round(now - float(at), 1) for name, at in found.items()}
