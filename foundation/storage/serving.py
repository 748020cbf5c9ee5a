"""Local media links: signed, dead after five minutes, seekable, never read whole into memory."""

import asyncio
import os
import re
from collections.abc import AsyncIterator
from functools import partial
from typing import BinaryIO
from urllib.parse import quote

from django.conf import settings
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.views.decorators.http import require_safe

from foundation.storage import media
from foundation.storage.local import SALT

CHUNK_BYTES = 256 * 1024
INLINE_TYPES = {
    "image/jpeg",
    "image/png",
    "image/webp",
    "image/gif",
    "image/avif",
    "video/mp4",
    "video/webm",
    "audio/mpeg",
    "audio/mp4",
}
_RANGE = re.compile(r"bytes=([0-9]{0,18})-([0-9]{0,18})")  # Python refuses to read a number of thousands of digits


@require_safe
async def serve(request: HttpRequest, token: str, name: str) -> HttpResponseBase:
    """What one minted link names: 200, 206 or 416; 404 for a link that is forged, expired or outlived its object."""
    try:
        what = signing.loads(token, salt=SALT, max_age=settings.MEDIA_LINK_SECONDS)
    except signing.BadSignature as error:
        raise Http404 from error
    loop = asyncio.get_running_loop()
    try:
        file: BinaryIO = await loop.run_in_executor(None, media().open, what["k"])
    except FileNotFoundError as error:
        raise Http404 from error
    size = os.fstat(file.fileno()).st_size
    span = wanted(request.headers.get("Range", ""), size)
    if span is None:
        file.close()
        return _dressed(HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"}), what, name)
    start, end = span
    body = read(file, start, end) if request.method == "GET" else _nothing(file)
    partial_asked = bool(_RANGE.fullmatch(request.headers.get("Range", "").strip()))
    response = StreamingHttpResponse(body, status=206 if partial_asked else 200)
    if partial_asked:
        response["Content-Range"] = f"bytes {start}-{end - 1}/{size}"
    response["Content-Length"] = str(end - start)
    return _dressed(response, what, name)


def wanted(header: str, size: int) -> tuple[int, int] | None:
    """The half-open span asked for, the whole when none (or one we do not speak) is, None when it cannot be satisfied."""
    match = _RANGE.fullmatch(header.strip())
    if not match or match.groups() == ("", ""):
        return 0, size
    first, last = match.groups()
    if not first:
        start, end = max(size - int(last), 0), size
    else:
        start, end = int(first), min(int(last) + 1, size) if last else size
    return (start, end) if start < end else None


async def read(file: BinaryIO, start: int, end: int) -> AsyncIterator[bytes]:
    """These bytes of a file, a chunk at a time, for a response that streams; the file is closed after them."""
    loop = asyncio.get_running_loop()
    try:
        await loop.run_in_executor(None, file.seek, start)
        left = end - start
        while left > 0 and (piece := await loop.run_in_executor(None, partial(file.read, min(CHUNK_BYTES, left)))):
            left -= len(piece)
            yield piece
    finally:
        file.close()


async def _nothing(file: BinaryIO) -> AsyncIterator[bytes]:
    file.close()
    return
    yield b""


def _dressed(response: HttpResponseBase, what: dict[str, str], name: str) -> HttpResponseBase:
    download = what["d"] or what["t"] not in INLINE_TYPES
    response["Content-Type"] = what["t"] if what["t"] in INLINE_TYPES else "application/octet-stream"
    response["Content-Disposition"] = (
        f"{'attachment' if download else 'inline'}; filename*=UTF-8''{quote(what['f'] or name)}"
    )
    response["Accept-Ranges"] = "bytes"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = f"private, max-age={settings.MEDIA_LINK_SECONDS}, immutable"
    # Even opened on its own, a media file runs nothing and loads nothing.
    response["Content-Security-Policy"] = (
        "sandbox; default-src 'none'; media-src 'self'; img-src 'self'; style-src 'unsafe-inline'"
    )
    return response
