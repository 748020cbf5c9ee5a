"""One request on the wire: sent, heard, closed. Every phase has its own clock, and closing works at once in each."""

import asyncio
from dataclasses import dataclass

import aiohttp
import httpx
from aiohttp.connector import Connection

from xai import errors
from xai.pools import Pool
from xai.redaction import redacted
from xai.transport import CURRENT, beneath


@dataclass(frozen=True, slots=True)
class Clocks:
    """How long each phase may last, in seconds."""

    pool: float
    connect: float
    write: float  # until the request has left
    first: float  # from connected to the first data
    idle: float  # between two data
    total: float  # from connected to the end


class Trail:
    """Tells of a call that its caller may give up: has anything that may be billed left the house?"""

    def __init__(self) -> None:
        self._tried: Exchange | None = None

    @property
    def left(self) -> bool:
        """False while it waits for a place, for a connection, or to try again."""
        return self._tried is not None and self._tried.left

    def tried(self, exchange: "Exchange | None") -> None:
        """It is sent like this; None: that one surely cost nothing."""
        self._tried = exchange


class Closed(Exception):
    """We closed it ourselves while somebody was waiting for more."""


class Exchange:
    """A request and the bytes of its answer.

    `open()` once, then `read()` until it returns nothing, then `close()`. Whoever reads says `heard()` when the bytes
    held data: a server that only drips does not keep the call alive.
    """

    def __init__(self, pool: Pool, request: httpx.Request, clocks: Clocks, *, max_bytes: int, key: str = "") -> None:
        self._pool = pool
        self._request = request
        self._clocks = clocks
        self._key = key
        self._room = max_bytes
        self._loop = asyncio.get_running_loop()
        self._scope = asyncio.timeout(None)
        self._seated = False
        self._connection: Connection | None = None
        self._socket: asyncio.Transport | None = None
        self._answer: aiohttp.ClientResponse | None = None
        self._began = 0.0  # when a connection was ours
        self._written = False
        self._heard: float | None = None  # when data last came
        self._idle = clocks.idle
        self._watch: asyncio.TimerHandle | None = None
        self._expired = ""
        self._closed = False

    async def open(self) -> httpx.Response:
        """Send it and return the head of the answer. Raises NotSent, FateUnknown."""
        try:
            await self._sit()
            return await self._send()
        except errors.XaiError as error:
            failure = error
        except Exception as cause:
            failure = self._named(cause)
        finally:
            if self._answer is None:
                self.close()
        # Raised out here, so that nothing leads from it to aiohttp's request and the key in its headers.
        raise failure

    async def read(self) -> bytes:
        """More bytes; none at the end. Raises FateUnknown, or Closed when closed from elsewhere meanwhile."""
        if self._answer is None or self._closed:
            raise Closed
        content = self._answer.content
        try:
            chunk = await content.readany()
        except Exception as cause:
            if self._closed:
                raise Closed from None
            failure = self._named(cause)
            # aiohttp hides what had arrived before the connection broke: a finish marker may be in it.
            chunk = content._read_nowait(-1)
        except BaseException:
            self.close()
            raise
        else:
            return self._counted(chunk)
        if chunk:
            return self._counted(chunk)
        self.close()
        raise failure

    @property
    def left(self) -> bool:
        """Whether a connection was ours: something may have left the house."""
        return self._connection is not None

    def heard(self) -> None:
        """Data has come: from now on the idle clock runs, and starts anew."""
        first, self._heard = self._heard is None, self._loop.time()
        if first:
            self._set_watch()

    def expect_the_end(self, seconds: float) -> None:
        """Only a short tail is still to come."""
        self._idle = min(self._idle, seconds)
        self._heard = self._loop.time()
        self._set_watch()

    def close(self) -> None:
        """Drop the connection at once; one whose answer was read to the end stays for the next request."""
        if self._closed:
            return
        self._closed = True
        if self._watch is not None:
            self._watch.cancel()
        self._drop()
        if self._seated:
            self._pool.seats.release()

    def connected(self, connection: Connection) -> None:
        """A connection is ours: whatever goes wrong from here on, something may have left the house."""
        self._connection = connection
        self._socket = connection.transport
        self._began = self._loop.time()
        self._set_watch()

    async def _sit(self) -> None:
        try:
            async with asyncio.timeout(self._clocks.pool):
                await self._pool.seats.acquire()
        except TimeoutError:
            raise errors.PoolFull from None
        self._seated = True

    async def _send(self) -> httpx.Response:
        connect = self._clocks.connect
        self._request.extensions["timeout"] = {"connect": connect, "pool": connect}  # the second covers the name, too
        token = CURRENT.set(self)
        try:
            async with self._scope:
                response = await self._pool.transport.handle_async_request(self._request)
        finally:
            CURRENT.reset(token)
        self._answer = beneath(response)
        del self._request  # with the body of what was asked: it may be large, and the answer may take an hour
        return response

    def _set_watch(self) -> None:
        if self._watch is not None:
            self._watch.cancel()
        if not self._closed:
            self._watch = self._loop.call_at(self._due()[0], self._look)

    def _due(self) -> tuple[float, str]:
        """When the next clock runs out, and which one it is."""
        ends = [(self._began + self._clocks.total, "total")]
        if self._heard is not None:
            ends.append((self._heard + self._idle, "idle"))
        else:
            ends.append((self._began + self._clocks.first, "first_data"))
        if not self._written:
            ends.append((self._began + self._clocks.write, "write"))
        return min(ends)

    def _look(self) -> None:
        # One timer a request, set anew only when it fires: a token costs a look at the clock, not a timer.
        due, phase = self._due()
        if phase == "write" and due <= self._loop.time() and not self._writing():
            self._written = True
        elif due <= self._loop.time():
            return self._expire(phase)
        self._set_watch()
        return None

    def _writing(self) -> bool:
        protocol = self._connection.protocol if self._connection is not None else None
        return self._answer is None and protocol is not None and protocol.writing_paused

    def _expire(self, phase: str) -> None:
        self._expired = phase
        if self._answer is None:
            self._scope.reschedule(self._loop.time())  # raises in open()
        else:
            self._drop()  # wakes read()

    def _drop(self) -> None:
        connection, socket = self._connection, self._socket
        ours = connection is not None and connection.protocol is not None  # not yet back among the free ones
        if self._answer is not None:
            self._answer.close()
        elif connection is not None:
            connection.close()
        if socket is not None and (ours or socket.is_closing()):
            socket.abort()  # close() alone would wait for a reader of what we have not sent yet

    def _counted(self, chunk: bytes) -> bytes:
        self._room -= len(chunk)
        if self._room < 0:
            self.close()
            raise errors.Unreadable(code="answer_too_large")
        return chunk

    def _named(self, cause: Exception) -> errors.XaiError:
        origin = cause.__cause__ or cause  # httpx-aiohttp's own names mislead, see transport.py
        said = redacted(f"{type(origin).__name__}: {origin}", self._key)
        if self._connection is None:
            late = isinstance(origin, aiohttp.ServerTimeoutError)
            return errors.ConnectFailed(said, code="connect_timed_out" if late else None)
        if self._expired:
            return errors.TimedOut(code=f"{self._expired}_timed_out")
        if isinstance(origin, aiohttp.ClientResponseError):
            return errors.Unreadable(said)
        return errors.Cut(said)
