"""POST /v1/images/generations and /v1/images/edits: synchronous, billed even when what it made is withheld."""

import base64
import binascii
from collections.abc import Awaitable, Callable

from xai import errors, media_limits, reading
from xai.api import Reply
from xai.values import Picture, PictureRequest, Pictures

FROM_WORDS, FROM_PICTURES = "/images/generations", "/images/edits"


def path(request: PictureRequest) -> str:
    """Where this is asked for."""
    return FROM_PICTURES if request.inputs else FROM_WORDS


def body(request: PictureRequest) -> dict[str, object]:
    """Everything is said: what is left out the provider decides, and bills. Bytes come in the answer, not by address."""
    said: dict[str, object] = {
        "model": request.engine,
        "prompt": request.prompt,
        "n": request.n,
        "resolution": request.resolution,
        "response_format": "b64_json",
    }
    limits = media_limits.takes(media_limits.way_of(request), request.engine)
    if request.ratio:
        said["aspect_ratio"] = request.ratio
    if request.quality and (limits is None or limits.qualities):
        said["quality"] = request.quality
    return said | _inputs(request)


def _inputs(request: PictureRequest) -> dict[str, object]:
    """One is `image`, several are `images`: never both."""
    shown = [{"type": "image_url", "url": each.url} for each in request.inputs]
    return {"images": shown} if len(shown) > 1 else {"image": shown[0]} if shown else {}


async def pictures(reply: Reply, fetch: Callable[[str], Awaitable[bytes]]) -> Pictures:
    """What an answer holds. Raises Moderated when all of it was withheld, Unreadable when there is nothing in it."""
    rows = list(reading.mappings(reply.value.get("data")))
    withheld = [row for row in rows if row.get("respect_moderation") is False]
    made = [await _picture(row, fetch) for row in rows if row.get("respect_moderation") is not False]
    items = tuple(each for each in made if each is not None)
    cost = reading.ticks(reply.value)
    if not items:
        kind = errors.Moderated if withheld else errors.Unreadable
        raise kind(status=reply.status, request_id=reply.request_id, ticks=cost, billed=errors.Billed.YES)
    return Pictures(items, cost, reply.request_id, moderated=len(withheld))


async def _picture(row: reading.Json, fetch: Callable[[str], Awaitable[bytes]]) -> Picture | None:
    mime_type = reading.text(row, "mime_type") or "image/jpeg"
    if encoded := reading.text(row, "b64_json"):
        try:
            return Picture(base64.b64decode(encoded.rpartition(",")[2], validate=True), mime_type)
        except (ValueError, binascii.Error):
            return None
    if url := reading.text(row, "url"):  # a server that gives addresses all the same: it is paid for
        return Picture(await fetch(url), mime_type)
    return None
