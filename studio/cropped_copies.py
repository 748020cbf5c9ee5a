"""Cropped copies of what somebody wants removed: a picture has hundreds of hashes for them, so a sweep that comes again asks
only about what came since the one before. Once an hour all are asked for anew.
"""

import time
from collections.abc import Sequence
from dataclasses import dataclass

from django.core.cache import cache
from django.db import connection

from studio import cropped, near
from studio.models import Asset

KEPT_SECONDS = 3_600

# Who hangs something holds this lock from before it gets its key until all can see it. While nobody does, there is
# nothing that could still come to have a key below the greatest. What we ourselves hang we see.
MARK = """
SELECT coalesce(max(id), 0), NOT EXISTS (
  SELECT FROM pg_locks
  WHERE locktype = 'relation' AND relation = 'studio_asset'::regclass AND mode = 'RowExclusiveLock' AND granted
    AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
    AND pid IS DISTINCT FROM pg_backend_pid()
)
FROM studio_asset
"""


@dataclass(frozen=True, slots=True)
class Mark:
    """The greatest key, and whether all below it can be seen by whoever asks after this."""

    newest: int
    settled: bool


@dataclass(frozen=True, slots=True)
class Known:
    """What was found among all up to this key, and until when that is believed."""

    upto: int
    until: float
    found: Sequence[tuple[int, int]]


def of(named: Sequence[Asset]) -> list[near.Like]:
    """All that looks like a part of one of these, the nearest first."""
    mark = _mark()  # before anything is asked for: what comes meanwhile is above it
    return near.nearest(like for asset in named for like in _of(asset, mark))


def _of(asset: Asset, mark: Mark) -> list[near.Like]:
    hashes = cropped.hashes(asset)
    if not hashes:
        return []
    key = f"cropped-copies:{asset.public_id}"
    known = _known(key, mark)
    came = near.to([], crops=hashes, since=known.upto) if mark.newest > known.upto else []
    found = near.nearest([*(near.Like(*each) for each in known.found), *came])
    # Of too many some were left out: they are asked for again.
    if mark.settled and len(found) < near.MOST:
        kept = (mark.newest, known.until, [(each.key, each.apart) for each in found])
        cache.set(key, kept, max(1, int(known.until - time.time())))
    return found


def _known(key: str, mark: Mark) -> Known:
    kept = cache.get(key)
    known = Known(*kept) if kept else None
    if known is None or known.upto > mark.newest or known.until <= time.time():
        return Known(0, time.time() + KEPT_SECONDS, [])
    return known


def _mark() -> Mark:
    with connection.cursor() as cursor:
        cursor.execute(MARK)
        newest, settled = cursor.fetchone()
    return Mark(int(newest), bool(settled))
