"""Doorbells for relays: a new turn, a stop. At most once; the rows say what is due, and relays look by themselves."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from uuid import UUID

import structlog
from django.conf import settings
from django.db import transaction
from redis.exceptions import RedisError

from foundation.redis import asynchronous, key, sync

log = structlog.get_logger(__name__)


class Hint(StrEnum):
    """What a relay should look at."""

    NEW = "new"
    STOP = "stop"


@dataclass(frozen=True, slots=True)
class Rung:
    """A hint as it arrived."""

    hint: Hint
    turn: UUID


def channel() -> str:
    """Where hints are published."""
    return key("turns", "hints")


def ring(hint: Hint, turn: UUID) -> None:
    """Ring once this transaction has committed."""
    transaction.on_commit(partial(ring_now, hint, turn))


def ring_now(hint: Hint, turn: UUID) -> None:
    """Ring. Nobody hearing it, or Redis being away, costs a second at most: relays look at the rows."""
    try:
        sync().publish(channel(), f"{hint} {turn}")
    except RedisError as error:
        log.warning("hint_lost", hint=hint, turn=str(turn), cause=type(error).__name__)


async def heard() -> AsyncIterator[Rung | None]:
    """Hints as they come; None now and then, so that the listener can look around. Raises redis' errors."""
    async with asynchronous().pubsub(ignore_subscribe_messages=True) as subscription:
        await subscription.subscribe(channel())
        yield None  # from here on nothing is missed; what came before must be looked for
        while True:
            message = await subscription.get_message(timeout=settings.REDIS_BLOCK_SECONDS)
            yield _read(message["data"]) if message else None


def _read(data: bytes) -> Rung | None:
    try:
        hint, _, turn = data.decode().partition(" ")
        return Rung(Hint(hint), UUID(turn))
    except ValueError:
        return None
