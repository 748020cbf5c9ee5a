"""An outage is a state, not an error: 503, a sentence, and when to come back."""

from collections.abc import Callable, Iterator

import structlog
from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from psycopg_pool import PoolTimeout
from redis.exceptions import ConnectionError as RedisConnectionError
from redis.exceptions import TimeoutError as RedisTimeoutError

from foundation.storage import StorageDown

log = structlog.get_logger(__name__)

DATABASE_AWAY = (OperationalError, InterfaceError, PoolTimeout)
REDIS_AWAY = (RedisConnectionError, RedisTimeoutError)
DOWN = (*DATABASE_AWAY, *REDIS_AWAY, StorageDown)
RETRY_AFTER_SECONDS = 5


def is_outage(failure: BaseException | None) -> bool:
    """Whether this came of a part that is away: it, or what it was raised from."""
    return any(isinstance(one, DOWN) for one in _chain(failure))


def page(request: HttpRequest) -> HttpResponse:
    """The page for "a part of the house is away for a moment"; nothing typed is lost, the browser keeps it.

    Rendered without the context of a page: that would ask the very part that is away who is looking.
    """
    body = render_to_string("503.html", {"request": request, "demo": settings.DEMO})
    return HttpResponse(body, status=503, headers={"Retry-After": str(RETRY_AFTER_SECONDS)})


class OutageMiddleware:
    """Turns a part lost in a view into a 503 a person can read; what is lost outside of one, `config.urls` turns."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Django hands view errors here before it would make a 500 of them."""
        return told(request, exception)


def told(request: HttpRequest, failure: BaseException | None) -> HttpResponse | None:
    """The page, if this failure is an outage."""
    if not is_outage(failure):
        return None
    log.warning("part_down", cause=type(failure).__name__, path=request.path)
    return page(request)


def _chain(failure: BaseException | None) -> Iterator[BaseException]:
    while failure is not None:
        yield failure
        failure = failure.__cause__
