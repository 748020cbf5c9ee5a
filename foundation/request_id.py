"""One id from the click to the provider: set at the door, carried by tasks, logged on every line."""

import re
import uuid
from collections.abc import Callable
from contextvars import ContextVar

from django.http import HttpRequest, HttpResponse

HEADER = "X-Request-Id"
_current: ContextVar[str] = ContextVar("request_id", default="")
_SHAPE = re.compile(r"[A-Za-z0-9-]{8,64}")


def current() -> str:
    """The id of the click being served; empty outside of one."""
    return _current.get()


def begin(value: str = "") -> str:
    """Start serving a click: take over a well-formed id, or make one."""
    request_id = value if _SHAPE.fullmatch(value) else uuid.uuid4().hex
    _current.set(request_id)
    return request_id


class RequestIdMiddleware:
    """Gives every request an id and says it in the answer."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        # A stranger's id is not taken over: two requests with one id would mix their log lines.
        request_id = begin()
        response = self.get_response(request)
        response[HEADER] = request_id
        return response
