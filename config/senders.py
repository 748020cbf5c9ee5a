"""Whether whoever sends a body is signed in, by the cookie alone: asked before a large one is kept."""

from importlib import import_module

import structlog
from django.conf import settings
from django.contrib.auth import get_user
from django.db import close_old_connections
from django.http import HttpRequest, parse_cookie

from foundation.outages import DOWN

log = structlog.get_logger(__name__)


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
