"""Liveness touches nothing; readiness names each part."""

import json
import time
from collections.abc import Callable, Iterator

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from config import draining
from foundation import heartbeats
from foundation.redis import sync
from foundation.storage import media

# Without these nothing can be accepted; the others are reported, and what they do waits in rows.
NEEDED = ("database", "redis", "storage")


@require_safe
@never_cache
def healthz(request: HttpRequest) -> HttpResponse:
    """200 while the process answers."""
    return HttpResponse("ok\n", content_type="text/plain")


@require_safe
@never_cache
def readyz(request: HttpRequest) -> HttpResponse:
    """One JSON line per part; 503 only when a needed part is down, or this process is leaving."""
    parts = list(_parts())
    down = draining.begun() or any(not part["up"] for part in parts if part["part"] in NEEDED)
    body = "".join(json.dumps(part) + "\n" for part in parts)
    return HttpResponse(body, status=503 if down else 200, content_type="application/x-ndjson")


def _parts() -> Iterator[dict[str, object]]:
    yield _looked_at("database", _ask_database)
    yield _looked_at("redis", lambda: sync().ping())
    yield _looked_at("storage", lambda: media().check())
    ages = heartbeats.ages()
    for name in ("relay", "worker", "beat", "upstream"):
        age = ages.get(name)
        yield {"part": name, "up": age is not None and age < heartbeats.SILENT_SECONDS, "seconds_ago": age}
    yield {"part": "web", "up": not draining.begun(), "demo": settings.DEMO}


def _ask_database() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def _looked_at(name: str, look: Callable[[], object]) -> dict[str, object]:
    started = time.monotonic()
    try:
        look()
    except Exception as error:  # any failure is the answer here
        return {"part": name, "up": False, "cause": type(error).__name__}
    return {"part": name, "up": True, "ms": round((time.monotonic() - started) * 1000, 1)}
