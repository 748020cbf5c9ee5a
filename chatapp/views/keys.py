"""The key of a click."""

from uuid import uuid4

from django.http import HttpRequest

from foundation import idempotency


def key_of(request: HttpRequest) -> str:
    """The click's own key; a form without one counts each time it is sent."""
    key = request.POST.get("key", "")
    return key if idempotency.KEY.fullmatch(key) else uuid4().hex
