"""Who is behind a socket, and how many sockets somebody has. Looked at when it opens and again every few seconds."""

import time
from collections.abc import Collection, Mapping
from importlib import import_module
from typing import Any
from uuid import UUID

import structlog
from django.conf import settings
from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.http import parse_cookie
from django.utils.crypto import constant_time_compare
from redis.exceptions import RedisError

from accounts.models import User
from chatapp.models import FINAL, Turn
from foundation.redis import asynchronous, key

logger = structlog.get_logger(__name__)
sessions = import_module(settings.SESSION_ENGINE)

# A tab whose process was killed counts until it would have been looked at three times.
FORGET_AFTER_LOOKS = 3
REMEMBER_SECONDS, MOST_REMEMBERED = 5.0, 1_000
_begun_here: dict[UUID, tuple[int, float]] = {}  # written by the threads that answer POSTs, read by the loop


def session_key(scope: Mapping[str, Any]) -> str | None:
    """The session named by a socket's cookie. It is looked up here, again and again, and not once by a middleware."""
    cookies = b"; ".join(value for name, value in scope["headers"] if name == b"cookie")
    return parse_cookie(cookies.decode("latin-1")).get(settings.SESSION_COOKIE_NAME)


def still_welcome(session_key: str | None) -> User | None:
    """The person of a session as things stand now; None: signed out, suspended, too young, or gone."""
    if not session_key:
        return None
    session = sessions.SessionStore(session_key).load()
    person = User.objects.filter(pk=session.get(SESSION_KEY)).first() if SESSION_KEY in session else None
    if person is None or not person.may_chat:
        return None
    known = constant_time_compare(session.get(HASH_SESSION_KEY, ""), person.get_session_auth_hash())
    return person if known else None


def may_watch(person: User, turn: UUID) -> bool | None:
    """Whether this person may read this turn: None: no (or there is none); True: it goes on; False: it has ended."""
    state = Turn.objects.watched_by(person).filter(public_id=turn).values_list("state", flat=True).first()
    return None if state is None else state not in FINAL


def watchable(person: User, turns: Collection[UUID]) -> set[UUID]:
    """Those of these turns that this person may (still) read."""
    return set(Turn.objects.watched_by(person).filter(public_id__in=turns).values_list("public_id", flat=True))


def remember(person: User, turn: UUID) -> None:
    """This process has just begun the turn for this person: the tab that asked will want to watch it in a moment."""
    now = time.monotonic()
    if len(_begun_here) > MOST_REMEMBERED:
        for old in [each for each, (_, until) in list(_begun_here.items()) if until < now]:
            _begun_here.pop(old, None)
    _begun_here[turn] = (person.pk, now + REMEMBER_SECONDS)


def remembers(person: User, turn: UUID) -> bool:
    """Whether the database need not be asked: this person's turn began here, less than REMEMBER_SECONDS ago."""
    owner, until = _begun_here.pop(turn, (None, 0.0))
    return owner == person.pk and time.monotonic() < until


async def enter(person: UUID, tab: str) -> bool:
    """Count a tab in, and keep it counted: call at each look. False: this person has too many."""
    name = key("tabs", person)
    now = time.time()
    lifetime = settings.SOCKET_LOOK_SECONDS * FORGET_AFTER_LOOKS
    try:
        async with asynchronous().pipeline(transaction=True) as pipe:
            pipe.zremrangebyscore(name, "-inf", now - lifetime)
            pipe.zadd(name, {tab: now}, nx=False)
            pipe.zcard(name)
            pipe.expire(name, int(lifetime) + 1)
            count = (await pipe.execute())[2]
    except (RedisError, OSError) as error:
        logger.warning("tabs_not_counted", cause=type(error).__name__)
        return True
    return int(count) <= settings.SOCKETS_PER_PERSON


async def leave(person: UUID, tab: str) -> None:
    """Count a tab out."""
    try:
        await asynchronous().zrem(key("tabs", person), tab)
    except (RedisError, OSError) as error:
        logger.warning("tabs_not_counted", cause=type(error).__name__)
