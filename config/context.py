"""What every page knows."""

from django.conf import settings
from django.http import HttpRequest


def house(request: HttpRequest) -> dict[str, object]:
    """Whether this is the demo, and which room the page is in."""
    return {"demo": settings.DEMO}
