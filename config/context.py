"""What every page knows."""

from django.conf import settings
from django.http import HttpRequest

# A page is in the room whose code answers its address; what belongs to no room (usage, settings) is in none.
ROOMS = {"chatapp": "parlour", "studio": "studio", "moderation": "desk"}


def house(request: HttpRequest) -> dict[str, object]:
    """Whether this is the demo, and which room the page is in (empty: none)."""
    return {"demo": settings.DEMO, "room": _room(request)}


def _room(request: HttpRequest) -> str:
    found = request.resolver_match
    return ROOMS.get(found.func.__module__.split(".")[0], "") if found else ""
