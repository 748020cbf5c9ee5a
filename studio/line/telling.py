"""Wakes the tabs of everybody in line now and then: their places have changed, though nothing of theirs has moved."""

import structlog
from asgiref.sync import async_to_sync
from redis.exceptions import RedisError

from foundation.redis import key, sync
from foundation.wakeups import Wake, awake_all
from studio import moves
from studio.models import Job

log = structlog.get_logger(__name__)

EVERY_SECONDS = 5
MOST = 500  # the first of them; who stands behind looks by themselves, less often


def tell() -> None:
    """One sweep does it for all. Costs a look at the line, and nothing while nobody stands in it."""
    try:
        if not sync().set(key("jobs", "told"), 1, nx=True, ex=EVERY_SECONDS):
            return
        waiting = Job.objects.in_line().order_by("due_at").values_list("owner__public_id", "public_id")[:MOST]
        if wakes := [Wake(owner, moves.TOPIC, job) for owner, job in waiting]:
            async_to_sync(awake_all)(wakes)
    except (RedisError, OSError) as error:
        log.warning("line_not_told", cause=type(error).__name__)
