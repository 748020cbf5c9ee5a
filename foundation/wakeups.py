"""Wake-ups for open tabs: "something about this changed, look". At most once, never content."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import structlog
from asgiref.sync import async_to_sync
from channels.layers import get_channel_layer
from django.db import transaction
from redis.exceptions import RedisError

from foundation.redis import asynchronous

log = structlog.get_logger(__name__)

A_TRIP = 200  # wake-ups in one trip to Redis; building them keeps the loop for a few milliseconds


@dataclass(frozen=True, slots=True)
class Wake:
    """What a person's tabs are told: which thing changed, and perhaps some small values of it."""

    person: uuid.UUID
    topic: str
    subject: uuid.UUID
    small: Mapping[str, Any] = field(default_factory=dict)

    @property
    def message(self) -> dict[str, Any]:
        """As the channel layer takes it."""
        return {"type": "wake", "topic": self.topic, "id": str(self.subject), **self.small}


def group(person: uuid.UUID) -> str:
    """The channel group of one person's tabs."""
    return f"person.{person.hex}"


async def awake(person: uuid.UUID, topic: str, subject: uuid.UUID, **small: Any) -> None:
    """Wake a person's tabs from asyncio code, after the change is committed."""
    wake = Wake(person, topic, subject, small)
    try:
        await _layer().group_send(group(person), wake.message)
    except (RedisError, OSError) as error:
        _lost(wake, error)


async def awake_all(wakes: Sequence[Wake]) -> None:
    """Wake the tabs of many, from asyncio code: the layer itself would make a trip to Redis for each."""
    layer = _layer()
    try:
        for begin in range(0, len(wakes), A_TRIP):
            async with asynchronous().pipeline(transaction=False) as trip:
                for each in wakes[begin : begin + A_TRIP]:
                    # Under the name and in the bytes of the layer's own `group_send`.
                    trip.publish(layer._get_group_channel_name(group(each.person)), layer.serialize(each.message))
                await trip.execute()
    except (RedisError, OSError) as error:
        _lost(wakes[0], error)


def wake(person: uuid.UUID, topic: str, subject: uuid.UUID, **small: Any) -> None:
    """Wake a person's tabs once this transaction has committed. Lost when nobody listens: pages ask again by themselves."""
    transaction.on_commit(lambda: async_to_sync(awake)(person, topic, subject, **small))


def wake_all(wakes: Sequence[Wake]) -> None:
    """The same for many, and of many people."""
    if wakes:
        transaction.on_commit(lambda: async_to_sync(awake_all)(wakes))


def _layer() -> Any:
    layer = get_channel_layer()
    assert layer is not None
    return layer


def _lost(wake: Wake, error: Exception) -> None:
    log.warning("wakeup_lost", topic=wake.topic, cause=type(error).__name__)
