"""Temporary links on a second host name, as the provider gives them (reference 4.3)."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from aiohttp import web

from simulator.settings import Settings

OTHER_NAME = {"127.0.0.1": "localhost", "localhost": "127.0.0.1"}


def media_host(request: web.Request, settings: Settings) -> str:
    """Where media are served: another name for this very server."""
    host, _, port = (request.host or "127.0.0.1").rpartition(":")
    if not host:
        host, port = request.host, ""
    name = settings.media_host or OTHER_NAME.get(host, host)
    return f"{name}:{port}" if port and ":" not in name else name


def link(request: web.Request, settings: Settings, path: str) -> str:
    """The whole URL of a media path."""
    return f"http://{media_host(request, settings)}{path}"


@dataclass(frozen=True)
class Size:
    """Width and height in pixels."""

    width: int
    height: int


def sized(ratio: str, area: int, step: int) -> Size:
    """Dimensions of about that area at a ratio like `16:9`, both multiples of `step`."""
    across, down = (float(part) for part in ratio.split(":"))
    width = (area * across / down) ** 0.5
    return Size(round(width / step) * step, round(width * down / across / step) * step)


def with_short_side(ratio: str, short: int) -> Size:
    """Dimensions at a ratio whose short side is given, both even, as videos need."""
    across, down = (float(part) for part in ratio.split(":"))
    long = round(short * max(across, down) / min(across, down) / 2) * 2
    return Size(long, short) if across >= down else Size(short, long)


def name_of(parts: Iterable[object], ending: str) -> str:
    """A file name that is the same for the same command."""
    words = "\x00".join(str(part) for part in parts)
    return hashlib.sha256(words.encode("utf-8", "surrogatepass")).hexdigest()[:32] + ending
