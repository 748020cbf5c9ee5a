"""How a page was asked for."""

import uuid

from django.http import HttpRequest


def wants_fragment(request: HttpRequest) -> bool:
    """Whether htmx asks, which puts a fragment into the page it already has."""
    return bool(getattr(request, "htmx", False))


def cursor(request: HttpRequest) -> uuid.UUID | None:
    """The id after which a list goes on; what is no id begins at the beginning."""
    return uuid_in(request.GET.get("after", ""))


def ids(said: str, most: int) -> list[uuid.UUID]:
    """The ids of a list with commas; what is none is left out."""
    return [each for name in said.split(",")[:most] if (each := uuid_in(name))]


def uuid_in(given: str) -> uuid.UUID | None:
    """The id that somebody sent; None for what is none."""
    try:
        return uuid.UUID(given)
    except ValueError:
        return None
