"""Addresses for the world outside this browser: mails, terminals, links handed on."""

from django.conf import settings


def origin() -> str:
    """Scheme, host and port the house is known by."""
    return str(settings.PUBLIC_ORIGINS[0]).rstrip("/")


def absolute(path: str) -> str:
    """A whole address. Never built from the request: a forged Host header would send people's links elsewhere."""
    return origin() + path
