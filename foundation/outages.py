"""An outage is a state, not an error: 503, a sentence, and when to come back."""

from collections.abc import Callable

import structlog
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from psycopg_pool import PoolTimeout
from redis.exceptions import ConnectionError as RedisConnectionError
from redis.exceptions import TimeoutError as RedisTimeoutError

from foundation.storage import StorageDown

log = structlog.get_logger(__name__)

DOWN = (OperationalError, InterfaceError, PoolTimeout, RedisConnectionError, RedisTimeoutError, StorageDown)
RETRY_AFTER_SECONDS = 5


def page(request: HttpRequest) -> HttpResponse:
    """The page for "a part of the house is away for a moment"; nothing typed is lost, the browser keeps it."""
    response = render(request, "503.html", status=503)
    response["Retry-After"] = str(RETRY_AFTER_SECONDS)
    return response


class OutageMiddleware:
    """Turns a lost database, Redis or storage into a 503 a person can read."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        try:
            return self.get_response(request)
        except DOWN as error:
            log.warning("part_down", part=type(error).__module__, path=request.path)
            return page(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Django hands view errors here before it would make a 500 of them."""
        if isinstance(exception, DOWN):
            log.warning("part_down", part=type(exception).__module__, path=request.path)
            return page(request)
        return None
