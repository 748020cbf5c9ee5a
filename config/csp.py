"""The Content-Security-Policy: nothing, then what the pages need. No inline script, no inline style."""

from typing import Any
from urllib.parse import urlsplit

from csp.constants import NONE, SELF


def policy(origins: list[str], media_origin: str) -> dict[str, Any]:
    """What django-csp sends. Media may come from the bucket's own origin; sockets from our origins only."""
    media = [SELF, media_origin] if media_origin else [SELF]
    sockets = [origin.replace("http", "ws", 1) for origin in origins]
    return {
        "DIRECTIVES": {
            "default-src": [NONE],
            "script-src": [SELF],
            "style-src": [SELF],
            "font-src": [SELF],
            "img-src": [*media, "data:", "blob:"],
            "media-src": [*media, "blob:"],
            "frame-src": [SELF],  # one page: where diagrams are drawn, without an origin (chatapp/views/diagrams.py)
            "connect-src": [SELF, *sockets],
            "manifest-src": [SELF],
            "form-action": [SELF],
            "frame-ancestors": [NONE],
            "base-uri": [NONE],
            # Text becomes markup by these two only: our server's by the first (lib/trusted.ts), Markdown by the second.
            "require-trusted-types-for": ["'script'"],
            "trusted-types": ["default", "dompurify"],
        },
    }


def media_origin(bucket: str, endpoint: str, region: str) -> str:
    """The origin of the links a bucket mints, as botocore spells it; empty where media come from our own."""
    if not bucket:
        return ""
    if endpoint:
        parts = urlsplit(endpoint)  # a path would allow that one address and nothing below it
        return f"{parts.scheme}://{parts.netloc}"
    place = "s3" if region == "us-east-1" else f"s3.{region}"
    return f"https://{place}.amazonaws.com{'.cn' if region.startswith('cn-') else ''}"
