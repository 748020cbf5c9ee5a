"""Who is next: fair between people, not between clicks.

A person's first order goes before anybody's second, and among those whoever was called longest ago: a hundred orders of
one person never keep another's one waiting behind them. Among one's own orders, one's own order counts (`mine`).
"""

import contextlib
import functools
import uuid
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.core.cache import cache
from django.db import connection, transaction
from django.db.models.functions import Now
from redis.exceptions import RedisError

from accounts.models import User
from studio.line import pace
from studio.models import Job, Kind

SEEN_SECONDS = 2  # a line that was looked at is as it was for so long, but for who comes into it
# What moves calls somebody once in a while; a line in which nobody was called for so long stands still.
STILL_SECONDS = 300

IN_LINE = """j.state = 'queued' AND j.kind = %(kind)s AND j.paused_at IS NULL AND j.due_at <= now()
    AND (j.lease IS NULL OR j.lease_until < now())"""
LINE = f"""
WITH waiting AS (
  SELECT j.id, j.owner_id, j.due_at,
    row_number() OVER (PARTITION BY j.owner_id ORDER BY j.rank, j.ordered_at, j.id) AS nth
  FROM studio_job j WHERE {IN_LINE}
), people AS (
  SELECT w.owner_id, (
    SELECT max(c.called_at) FROM studio_job c WHERE c.owner_id = w.owner_id AND c.kind = %(kind)s
  ) AS called_at
  FROM (SELECT DISTINCT owner_id FROM waiting) w
), line AS (
  SELECT w.id, w.owner_id, row_number() OVER (ORDER BY w.nth, p.called_at NULLS FIRST, w.due_at, w.id) AS place
  FROM waiting w JOIN people p USING (owner_id)
)"""  # noqa: S608  # all parts are ours
# Whoever claims at the same moment skips the row we lock and takes the next place: nobody waits, nobody goes twice.
TAKE = f"""{LINE}, next AS (
  SELECT j.id FROM studio_job j JOIN line l USING (id) WHERE {IN_LINE} ORDER BY l.place LIMIT 1
  FOR UPDATE OF j SKIP LOCKED
)
UPDATE studio_job j
SET lease = %(lease)s, lease_until = now() + make_interval(secs => %(seconds)s), called_at = clock_timestamp()
FROM next WHERE j.id = next.id RETURNING j.id
"""  # noqa: S608
# How many were called since the line began to form, but no longer ago than a minute.
PLACES = f"""{LINE}, begun AS (
  SELECT greatest(min(due_at), now() - interval '1 minute') AS at FROM waiting
)
SELECT l.owner_id, l.id, l.place, extract(epoch FROM now() - b.at)::float,
  (SELECT count(*) FROM studio_job c WHERE c.kind = %(kind)s AND c.called_at >= b.at)
FROM line l CROSS JOIN begun b
"""  # noqa: S608


# Each person's jobs in a line: key, place, and what the pace is reckoned by.
People = dict[int, list[tuple[int, int, float, int]]]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a queued job stands; 1 is next. `seconds`: about until it is sent, None: nobody can say."""

    place: int
    seconds: float | None


def take(kind: str) -> tuple[Job, uuid.UUID] | None:
    """Claim the job that is next, which counts as its owner's turn; None: nobody stands in this line."""
    token = uuid.uuid4()
    with connection.cursor() as cursor:
        cursor.execute(TAKE, {"kind": kind, "lease": token, "seconds": settings.STUDIO_LEASE_SECONDS})
        taken = cursor.fetchone()
    job = Job.objects.select_related("owner", "hold").filter(pk=taken[0], lease=token).first() if taken else None
    return (job, token) if job else None


def stands(kind: str) -> bool:
    """Whether somebody waits in this line."""
    return Job.objects.in_line().filter(kind=kind).exists()


def moves(kind: str) -> bool:
    """Whether anybody was called lately."""
    return Job.objects.filter(kind=kind, called_at__gte=Now() - timedelta(seconds=STILL_SECONDS)).exists()


def of(owner: User) -> dict[int, Place]:
    """The places of this person's queued jobs, by the job's key.

    A line is looked at once in a while for all who stand in it, however many ask; and anew when somebody came into it.
    """
    found: dict[int, Place] = {}
    for kind in Kind.values:
        for job_id, place, span, called in _seen(kind).get(owner.pk, ()):
            found[job_id] = Place(place, pace.seconds(kind, place, span=span, called=called))
    return found


def forget(kind: str) -> None:
    """Somebody has come into this line, or moved within their part of it: look again, once that is committed."""
    transaction.on_commit(functools.partial(_forgotten, kind))


def _forgotten(kind: str) -> None:
    with contextlib.suppress(RedisError, OSError):  # then it is seen no more either
        cache.delete(_name(kind))


def _seen(kind: str) -> People:
    try:
        people: People | None = cache.get_or_set(_name(kind), functools.partial(_looked_at, kind), SEEN_SECONDS)
    except (RedisError, OSError):
        return _looked_at(kind)
    return people or {}


def _looked_at(kind: str) -> People:
    people: People = {}
    with connection.cursor() as cursor:
        cursor.execute(PLACES, {"kind": kind})
        for owner, *seen in cursor.fetchall():
            people.setdefault(owner, []).append(tuple(seen))
    return people


def _name(kind: str) -> str:
    return f"studio.line.{kind}"
