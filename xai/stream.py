"""A reply as it arrives."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from types import TracebackType

from xai import errors
from xai.exchange import Closed, Exchange
from xai.routes import Reader
from xai.sse import SseParser, TooLong
from xai.values import Accepted, StreamEvent

DRAIN_SECONDS = 0.2  # the last bytes after a finished reply are worth a kept connection, but not a wait


@dataclass(frozen=True, slots=True)
class Opened:
    """What a request for a stream led to: a stream of events, or (some servers) the whole answer at once."""

    exchange: Exchange
    request_id: str | None
    reader: Reader | None
    begun: bytes = b""  # what was read of the stream to find out that it is one
    whole: tuple[StreamEvent, ...] = ()


Tell = Callable[[Exchange | None], None]  # of each exchange that is tried; None: the last one cost nothing
Open = Callable[[Tell], Awaitable[Opened]]


class ReplyStream:
    """Iterates over StreamEvents: Accepted, then deltas, then Finished. An end without Finished is an error, never silence.

    `aclose()` may be called by anyone at any time, also while another task waits for the next event: the connection to
    the provider is closed at once and the waiting task sees the end. Cancelling the reading task does the same.
    """

    def __init__(self, open_it: Open, parser: SseParser, tail_seconds: float) -> None:
        self._open_it: Open | None = open_it
        self._parser = parser
        self._tail_seconds = tail_seconds
        self._opening: asyncio.Task[Opened] | None = None
        self._tried: Exchange | None = None  # the last one, opened or not, unless it surely cost nothing
        self._exchange: Exchange | None = None
        self._reader: Reader | None = None
        self._request_id: str | None = None
        self._ready: deque[StreamEvent] = deque()
        self._failure: errors.XaiError | None = None
        self._understood = False
        self._heard_text = False
        self._ended = False
        self._closed = False

    def __aiter__(self) -> "ReplyStream":
        return self

    async def __anext__(self) -> StreamEvent:
        while not self._ready:
            await self._advance()
        return self._ready.popleft()

    async def batch(self) -> list[StreamEvent]:
        """All events that have arrived, at least one; none at the end. Cheaper than one by one when they come fast."""
        try:
            while not self._ready:
                await self._advance()
        except StopAsyncIteration:
            return []
        events = list(self._ready)
        self._ready.clear()
        return events

    @property
    def left(self) -> bool:
        """Whether anything that may be billed has left the house. False while it waits for a connection, or to try again."""
        return self._tried is not None and self._tried.left

    async def aclose(self) -> None:
        """Close the connection to the provider at once, in whatever phase it is."""
        self.close()

    async def __aenter__(self) -> "ReplyStream":
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """The same, without waiting for anything: there is nothing to wait for."""
        self._closed = self._ended = True
        if self._exchange is not None:
            self._exchange.close()
        elif self._opening is not None:
            self._opening.cancel()
            self._opening.add_done_callback(_close_what_opened)

    async def _advance(self) -> None:
        """Get at least one more event, or raise: what went wrong, or StopAsyncIteration."""
        if self._failure is not None:
            failure, self._failure = self._failure, None
            raise failure
        if self._ended:
            await self._let_go()
            raise StopAsyncIteration
        try:
            if self._exchange is None:
                await self._begin()
            else:
                await self._pull(self._exchange)
        except Closed:
            self._ended = True
        except errors.XaiError as error:
            self._fail(error)
        except BaseException:
            self.close()
            raise

    async def _begin(self) -> None:
        # In a task of its own, so that closing from elsewhere can end whatever it waits for: a place, a pause, a head.
        self._opening = asyncio.create_task(self._opening_of())
        await asyncio.wait((self._opening,))
        if self._opening.cancelled():
            raise Closed
        opened = self._opening.result()
        self._exchange, self._reader, self._request_id = opened.exchange, opened.reader, opened.request_id
        if self._closed:
            opened.exchange.close()
            raise Closed
        self._ready.append(Accepted(opened.request_id))
        self._ready.extend(opened.whole)
        self._ended = bool(opened.whole)
        self._understood = not opened.begun  # else it does not even call itself a stream
        if opened.begun:
            self._take(opened.exchange, opened.begun)

    async def _opening_of(self) -> Opened:
        # Let go of once it runs: it holds the request, and with it megabytes of pictures, as long as the reply streams.
        open_it, self._open_it = self._open_it, None
        assert open_it is not None
        return await open_it(self._try)

    def _try(self, exchange: Exchange | None) -> None:
        self._tried = exchange

    async def _pull(self, exchange: Exchange) -> None:
        chunk = await exchange.read()
        if chunk:
            self._take(exchange, chunk)
        else:
            self._finish()

    def _take(self, exchange: Exchange, chunk: bytes) -> None:
        assert self._reader is not None
        new: list[StreamEvent] = []
        try:
            frames = self._parser.feed(chunk)
            for data in frames:
                if data:
                    self._reader.read(data, new)
        except TooLong:
            raise errors.Unreadable(code="event_too_large", status=200, request_id=self._request_id) from None
        finally:
            self._ready.extend(new)
            self._heard_text = self._heard_text or bool(new)
        self._understood = self._understood or bool(frames)
        if frames and self._heard_text:  # before the first word, frames that only announce do not stop its clock
            exchange.heard()
        if self._reader.done:
            self._finish()
        elif self._reader.marked:
            exchange.expect_the_end(self._tail_seconds)

    def _finish(self) -> None:
        """No more events will come."""
        assert self._reader is not None
        self._ended = True
        if self._reader.marked:
            self._ready.append(self._reader.finished())
        else:
            kind = errors.Cut if self._understood else errors.Unreadable
            self._fail(kind("the stream ended without a finish marker", status=200, request_id=self._request_id))

    def _fail(self, error: errors.XaiError) -> None:
        """Keep the failure for after the events that came before it."""
        self._ended = True
        if self._exchange is not None:
            self._exchange.close()
            if self._reader is not None and self._reader.marked and isinstance(error, errors.FateUnknown):
                self._ready.append(self._reader.finished())  # whole all the same: only its tail is missing
                return
            error.request_id = error.request_id or self._request_id
            error.inside_a_stream(heard_text=self._heard_text)
        self._failure = error

    async def _let_go(self) -> None:
        """Read the last bytes after the end, so that the connection can serve the next reply; then close."""
        if self._exchange is not None and not self._closed:
            try:
                async with asyncio.timeout(DRAIN_SECONDS):
                    while await self._exchange.read():
                        pass
            except (TimeoutError, Closed, errors.XaiError):
                pass
        self.close()


def _close_what_opened(opening: asyncio.Task[Opened]) -> None:
    """It may have opened in the very moment in which nobody wanted it any more."""
    if not opening.cancelled() and opening.exception() is None:
        opening.result().exchange.close()
