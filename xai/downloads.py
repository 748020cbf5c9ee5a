"""Fetching what was made: no key, no redirects, allowed hosts only, no encoding, so many bytes and no more."""

import ipaddress
from typing import BinaryIO

import httpx
import structlog

from xai import errors
from xai.api import AGENT
from xai.exchange import Clocks, Exchange
from xai.patience import Patience
from xai.pools import Pool

logger = structlog.get_logger("xai")
PORTS = {"https": 443, "http": 80}
GONE = (403, 404, 410)


async def fetch(
    url: str, into: BinaryIO, *, limit: int, hosts: tuple[str, ...], pool: Pool, clocks: Clocks, patience: Patience
) -> int:
    """Write the file behind an address into `into` and return its size in bytes. Raises NotFetched, NotSent, FateUnknown."""
    address = allowed(url, hosts)
    start = into.tell()

    async def once() -> int:
        into.seek(start)
        into.truncate()
        try:
            return await _once(address, into, limit, pool, clocks)
        except errors.XaiError as error:
            failure = error.of_a_free_call()
        raise failure

    async def told(failure: errors.XaiError, pause: float | None) -> None:
        logger.info("A file was not fetched.", host=address.host, pause=pause, **failure.log_fields())

    return await patience.persist(once, told)


def allowed(url: str, hosts: tuple[str, ...]) -> httpx.URL:
    """The address, parsed once, if it is one we download from. Raises AddressRefused; all reasons look alike."""
    try:
        address = httpx.URL(url).copy_with(fragment=None)
    except (httpx.InvalidURL, ValueError, TypeError):
        raise errors.AddressRefused from None
    port = address.port or PORTS.get(address.scheme)
    origin = (address.scheme, address.host.lower().rstrip("."), port)
    if address.userinfo or port is None or not any(origin in origins(host) for host in hosts):
        raise errors.AddressRefused
    return address


def origins(host: str) -> set[tuple[str, str, int]]:
    """What a setting allows: a bare host is https only, except on this machine; an origin is itself."""
    if "://" in host:
        parts = httpx.URL(host)
        return {(parts.scheme, parts.host.lower(), parts.port or PORTS.get(parts.scheme, 0))}
    parts = httpx.URL(f"https://{host}")
    name = parts.host.lower()
    found = {("https", name, parts.port or PORTS["https"])}
    return found | {("http", name, parts.port or PORTS["http"])} if _is_here(name) else found


def _is_here(name: str) -> bool:
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return name == "localhost" or name.endswith(".localhost")


async def _once(address: httpx.URL, into: BinaryIO, limit: int, pool: Pool, clocks: Clocks) -> int:
    headers = {"User-Agent": AGENT, "Accept-Encoding": "identity"}
    exchange = Exchange(pool, httpx.Request("GET", address, headers=headers), clocks, max_bytes=limit + (1 << 20))
    size = 0
    try:
        _check(await exchange.open(), limit)
        while chunk := await exchange.read():
            exchange.heard()
            size += len(chunk)
            if size > limit:
                raise errors.TooLarge
            into.write(chunk)
    finally:
        exchange.close()
    return size


def _check(response: httpx.Response, limit: int) -> None:
    status, headers = response.status_code, response.headers
    if 300 <= status < 400:
        raise errors.AddressRefused(code="redirected", status=status)
    if status in GONE:
        raise errors.Gone(status=status)
    if status != 200:
        again = status == 429 or status >= 500
        raise errors.NotFetched(status=status, transient=again)
    if headers.get("content-encoding", "identity").lower() not in ("", "identity"):
        raise errors.NotFetched(code="encoded_answer", status=status)
    length = headers.get("content-length", "")
    if length.isdecimal() and int(length) > limit:
        raise errors.TooLarge(status=status)
