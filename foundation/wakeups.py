"""Wake-ups for open tabs: "something about this changed, look". At most once, never content."""

import uuid
from typing import Any

import structlog
from asgiref.sync import async_to_sync
from channels.layers import get_channel_layer
from django.db import transaction
from redis.exceptions import RedisError

log = structlog.get_logger(__name__)


def group(person: uuid.UUID) -> str:
    """The channel group of one person's tabs."""
    return f"person.{person.hex}"


async def awake(person: uuid.UUID, topic: str, subject: uuid.UUID, **small: Any) -> None:
    """Wake a person's tabs from asyncio code, after the change is committed."""
    layer = get_channel_layer()
    assert layer is not None
    message = {"type": "wake", "topic": topic, "id": str(subject), **small}
    try:
        await layer.group_send(group(person), message)
    except (RedisError, OSError) as error:
        log.warning("wakeup_lost", topic=topic, cause=type(error).__name__)


def wake(person: uuid.UUID, topic: str, subject: uuid.UUID, **small: Any) -> None:
    """Wake a person's tabs once this transaction has committed. Lost when nobody listens: pages ask again by themselves."""
    transaction.on_commit(lambda: async_to_sync(awake)(person, topic, subject, **small))
