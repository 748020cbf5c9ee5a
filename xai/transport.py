"""httpx over aiohttp's connections, with two things neither tells by itself.

*Has it left the house?* httpx-aiohttp calls a server that hung up a connect timeout, so the kind of exception decides
nothing here: the connector tells the request's own `Wire` the moment a connection is its own, before a byte is written.
*Where do the bytes come from?* A stream is read straight from aiohttp's buffer, without a generator per layer.

Giving up while connecting is safe on these connections: aiohttp hands the place back (httpcore does not, httpcore#1093).
"""

import ssl
from contextvars import ContextVar
from functools import lru_cache
from typing import Protocol

import aiohttp
import httpx
from aiohttp.client_reqrep import ClientRequest, ClientResponse
from aiohttp.connector import Connection
from aiohttp.tracing import Trace
from httpx_aiohttp import AiohttpTransport


class Wire(Protocol):
    """Whoever sends a request and wants to know of its connection."""

    def connected(self, connection: Connection) -> None: ...


CURRENT: ContextVar[Wire | None] = ContextVar("xai_wire", default=None)


class Connector(aiohttp.TCPConnector):
    """A TCP connector that tells the sender which connection it got."""

    async def connect(
        self,
        req: ClientRequest,
        traces: list[Trace],
        timeout: aiohttp.ClientTimeout,  # noqa: ASYNC109  its own signature
    ) -> Connection:
        connection = await super().connect(req, traces, timeout)
        if (wire := CURRENT.get()) is not None:
            wire.connected(connection)
        return connection


@lru_cache(maxsize=1)
def trusted() -> ssl.SSLContext:
    """The one TLS context of this process: making one costs some 150 ms."""
    return httpx.create_ssl_context(trust_env=False)


class Transport(AiohttpTransport):
    """One pool of connections. `keep_alive` None: every request gets a fresh one."""

    def __init__(self, *, keep_alive: float | None) -> None:
        self._keep_alive = keep_alive
        # How many may be open is counted by our own seats (pools.py), so that waiting for one has its own clock.
        super().__init__(verify=trusted(), trust_env=False, client=self._session)

    def _session(self) -> aiohttp.ClientSession:
        connector = (
            Connector(limit=0, ssl=trusted(), force_close=True)
            if self._keep_alive is None
            else Connector(limit=0, ssl=trusted(), keepalive_timeout=self._keep_alive)
        )
        return aiohttp.ClientSession(
            connector=connector, cookie_jar=aiohttp.DummyCookieJar(), auto_decompress=False, trust_env=False
        )

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        response = await super().handle_async_request(request)
        response.extensions["aiohttp"] = response.stream._aiohttp_response  # type: ignore[union-attr]
        return response


def beneath(response: httpx.Response) -> ClientResponse:
    """The aiohttp response below an httpx one."""
    found = response.extensions["aiohttp"]
    assert isinstance(found, ClientResponse)
    return found
