"""Whether whoever sends a large body may: asked before it is kept. By the cookie alone, or, where anyone may, by how often."""

from collections.abc import Mapping
from importlib import import_module

import structlog
from django.conf import settings
from django.contrib.auth import get_user
from django.db import close_old_connections
from django.http import HttpRequest, parse_cookie

from config.bodies import CHECKING
from foundation import throttle
from foundation.outages import DOWN
from studio.checking.limits import HOUR, LARGE

log = structlog.get_logger(__name__)


def may_send(path: str, cookies: bytes, where: Mapping[str, str]) -> bool | None:
    """Whether a large body is taken there; None: nobody can say now. Call it in a thread: it asks the stores.

    `where`: what a request's META says about where it comes from.
    """
    return has_tries_left(where) if path == CHECKING else is_signed_in(cookies)


def has_tries_left(where: Mapping[str, str]) -> bool | None:
    """Count one more file sent for a check from this network address."""
    from accounts.addresses import address_of  # its adapter needs the applications, which come after this module

    request = HttpRequest()
    request.META.update(where)
    try:
        return not throttle.spent(LARGE, address_of(request), most=settings.CHECK_FILES_PER_HOUR, seconds=HOUR)
    except DOWN as error:
        log.warning("sender_not_known", cause=type(error).__name__)
        return None


def is_signed_in(cookies: bytes) -> bool | None:
    """What the session says; None: sessions cannot be looked at now. Call it in a thread: it asks the stores."""
    # As Django reads them: the standard library's reader stops at the first cookie of somebody else's that it cannot read.
    session = parse_cookie(cookies.decode("latin-1")).get(settings.SESSION_COOKIE_NAME)
    if not session:
        return False
    request = HttpRequest()
    engine = import_module(settings.SESSION_ENGINE)
    request.session = engine.SessionStore(session)
    try:
        return bool(get_user(request).is_authenticated)
    except DOWN as error:
        log.warning("sender_not_known", cause=type(error).__name__)
        return None
    finally:
        close_old_connections()
