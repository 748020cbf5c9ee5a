"""The one door to addresses that people gave us. Whoever names an address must not reach our own network by it.

The name is resolved once, every address behind it is looked at, and the connection goes to the one looked at: a name that
says another thing a moment later changes nothing. No redirects, no proxy of ours, a clock over everything, little read.
"""

import asyncio
import ipaddress
import socket
import ssl
import time
from dataclasses import dataclass
from urllib.parse import urlsplit

import httpx
from django.conf import settings

from foundation import background_loop

READ_BYTES = 16_384
LONGEST_URL = 500
Address = ipaddress.IPv4Address | ipaddress.IPv6Address

# A public wrapping of any IPv4 address, so also of private ones.
WRAPPINGS = tuple(ipaddress.ip_network(each) for each in ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32"))


class NotAllowed(Exception):
    """We do not send there. The text is for whoever gave the address."""


class NotReached(Exception):
    """Nobody answered. The text is a short code."""


@dataclass(frozen=True, slots=True)
class Target:
    """An address that was taken apart. `is_ours`: the operator lets it be anywhere (OUTWARD_HOSTS)."""

    url: httpx.URL
    host: str
    port: int
    is_ours: bool


def target(url: str) -> Target:
    """Take an address apart, without asking anybody. Raises NotAllowed."""
    try:
        parts = urlsplit(url)
        parsed = httpx.URL(url)
        # As it goes over the wire: a name in other letters is asked for in its ASCII form.
        host, port = parsed.raw_host.decode().rstrip("."), parsed.port or (443 if parsed.scheme == "https" else 80)
    except (ValueError, httpx.InvalidURL):
        raise NotAllowed("This is no address.") from None
    if len(url) > LONGEST_URL or not url.isprintable() or " " in url or not host:
        raise NotAllowed("This is no address.")
    ours = host in settings.OUTWARD_HOSTS or f"{host}:{port}" in settings.OUTWARD_HOSTS
    if parts.scheme != "https" and not (ours and parts.scheme == "http"):
        raise NotAllowed("The address must begin with https://.")
    if parts.username is not None or parts.password is not None or parts.fragment:
        raise NotAllowed("The address must have no name, password or # in it.")
    if not ours and port != 443 and port < 1024:
        raise NotAllowed("The port must be 443, or 1024 and above.")
    return Target(parsed, host, port, ours)


def is_public(address: Address) -> bool:
    """Whether this is somewhere out in the internet, and nothing else."""
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped is not None:
            return is_public(address.ipv4_mapped)
        if address.scope_id or any(address in wrapping for wrapping in WRAPPINGS):
            return False
    return address.is_global and not (address.is_multicast or address.is_reserved or address.is_unspecified)


def post(url: str, body: bytes, headers: dict[str, str]) -> int:
    """POST there and return the status. Raises NotAllowed, NotReached."""
    seconds = settings.OUTWARD_SECONDS
    try:
        return background_loop.run(_post(target(url), body, headers, seconds), timeout=seconds)
    except TimeoutError:
        raise NotReached("timed_out") from None


async def _post(to: Target, body: bytes, headers: dict[str, str], seconds: float) -> int:
    address = await _resolved(to)
    shown = f"[{address}]" if ":" in address else address
    usual = to.port == (443 if to.url.scheme == "https" else 80)
    name = f"[{to.host}]" if ":" in to.host else to.host
    sent = {**headers, "Host": name if usual else f"{name}:{to.port}"}
    request = {"content": body, "headers": sent, "extensions": {"sni_hostname": to.host}}
    began = time.monotonic()
    try:
        async with (
            httpx.AsyncClient(trust_env=False, follow_redirects=False, timeout=seconds) as client,
            client.stream("POST", to.url.copy_with(host=shown), **request) as answer,  # type: ignore[arg-type]
        ):
            await _a_little(answer)
            return answer.status_code
    except httpx.TimeoutException:
        raise NotReached("timed_out") from None
    except (httpx.HTTPError, httpx.InvalidURL, ssl.SSLError, OSError) as error:
        if time.monotonic() - began >= seconds:
            raise NotReached("timed_out") from None
        raise NotReached("bad_certificate" if "CERTIFICATE" in str(error) else "no_answer") from None


async def _a_little(answer: httpx.Response) -> None:
    """The beginning, so that a friendly server has said all; what is longer is nobody's."""
    read = 0
    async for piece in answer.aiter_raw():
        read += len(piece)
        if read > READ_BYTES:
            return


async def _resolved(to: Target) -> str:
    """One address of this host, all of which were looked at. Raises NotAllowed, NotReached."""
    try:
        loop = asyncio.get_running_loop()
        found = await loop.getaddrinfo(to.host, to.port, type=socket.SOCK_STREAM, proto=socket.IPPROTO_TCP)
    except (OSError, UnicodeError):
        raise NotReached("no_such_host") from None
    addresses = [str(sockaddr[0]) for *_, sockaddr in found]
    if not addresses:
        raise NotReached("no_such_host")
    if not to.is_ours and not all(is_public(ipaddress.ip_address(each)) for each in addresses):
        raise NotAllowed("This address leads into a private network.")
    return addresses[0]
