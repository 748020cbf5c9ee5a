"""Wakes the tabs of everybody in line now and then: their places have changed, though nothing of theirs has moved.

One bell a person: their tray hears every job's, and their cards look again by themselves.
"""

import structlog
from asgiref.sync import async_to_sync
from redis.exceptions import RedisError

from foundation.redis import key, sync
from foundation.wakeups import Wake, awake_all
from studio import moves
from studio.models import Job

log = structlog.get_logger(__name__)

EVERY_SECONDS = 5
MOST = 500  # people, the first of them; who stands behind looks by themselves, less often


def tell() -> int:
    """One sweep does it for all; returns how many were told. Costs a look at the line, and nothing while it is empty."""
    wakes: list[Wake] = []
    try:
        if not sync().set(key("jobs", "told"), 1, nx=True, ex=EVERY_SECONDS):
            return 0
        first = Job.objects.in_line().order_by("owner_id", "due_at").distinct("owner_id").values("pk")
        waiting = Job.objects.filter(pk__in=first).order_by("due_at").values_list("owner__public_id", "public_id")
        if wakes := [Wake(owner, moves.TOPIC, job) for owner, job in waiting[:MOST]]:
            async_to_sync(awake_all)(wakes)
    except (RedisError, OSError) as error:
        log.warning("line_not_told", cause=type(error).__name__)
    return len(wakes)
