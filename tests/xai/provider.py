"""A raw server for the wire-level tests: it plays one scene for each request and notices when the caller has gone."""

import asyncio
import json
import ssl
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field

Scene = Callable[["Visit"], Awaitable[None]]


@dataclass
class Visit:
    """One request, and the connection it came by."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes
    writer: asyncio.StreamWriter
    gone: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def json(self) -> dict[str, object]:
        """The body's object."""
        return dict(json.loads(self.body))

    async def send(self, *parts: bytes) -> None:
        """Write each part in a packet of its own."""
        for part in parts:
            self.writer.write(part)
            await self.writer.drain()
            if len(parts) > 1:
                await asyncio.sleep(0)

    async def head(self, status: int = 200, **headers: object) -> None:
        """The head of an answer whose end is the connection's."""
        said = {"connection": "close", "x-request-id": "r-1"} | {k.replace("_", "-"): v for k, v in headers.items()}
        lines = [f"HTTP/1.1 {status} Said", *(f"{name}: {value}" for name, value in said.items())]
        await self.send("\r\n".join([*lines, "", ""]).encode())

    def hang_up(self) -> None:
        """End the connection."""
        self.writer.close()

    def reset(self) -> None:
        """End it rudely."""
        self.writer.transport.abort()


class Provider:
    """Listens on a port of its own. `plays` says what is played for the next requests; the last is played on."""

    def __init__(self) -> None:
        self.visits: list[Visit] = []
        self.connections = 0  # ever
        self.open = 0  # now
        self.scenes: list[Scene] = []
        self.port = 0
        self._arrived = asyncio.Condition()
        self._server: asyncio.Server | None = None
        self._tasks: set[asyncio.Task[None]] = set()

    @property
    def base_url(self) -> str:
        """Where the API is."""
        return f"http://127.0.0.1:{self.port}/v1"

    def plays(self, *scenes: Scene) -> None:
        """What to play from now on."""
        self.scenes = list(scenes)

    async def start(self, tls: ssl.SSLContext | None = None) -> None:
        """Listen."""
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0, ssl=tls)
        self.port = self._server.sockets[0].getsockname()[1]

    async def stop(self) -> None:
        """Drop everything."""
        assert self._server is not None
        self._server.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def visit(self, number: int = 1) -> Visit:
        """The so-and-so-many-th request, as soon as it is here."""
        async with self._arrived, asyncio.timeout(5):
            await self._arrived.wait_for(lambda: len(self.visits) >= number)
        return self.visits[number - 1]

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        self.connections += 1
        self.open += 1
        with suppress(ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            while not writer.is_closing():
                await self._one(reader, writer)
        self.open -= 1
        writer.close()

    async def _one(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        method, path, _ = head[0].split(" ")
        headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in head[1:-2])}
        body = await reader.readexactly(int(headers.get("content-length", 0)))
        visit = Visit(method, path, headers, body, writer)
        async with self._arrived:
            self.visits.append(visit)
            self._arrived.notify_all()
        scene = self.scenes.pop(0) if len(self.scenes) > 1 else self.scenes[0]
        # Looking at the buffer, not reading it: the next request on a kept connection must not be eaten.
        watching = asyncio.create_task(_notice(reader, visit.gone))
        try:
            await scene(visit)
        finally:
            watching.cancel()


async def _notice(reader: asyncio.StreamReader, gone: asyncio.Event) -> None:
    while not reader.at_eof() and not reader.exception():  # noqa: ASYNC110  a reader tells this to no one
        await asyncio.sleep(0.005)
    gone.set()


def answers(
    value: object = None,
    status: int = 200,
    body: bytes | None = None,
    kind: str = "application/json",
    **headers: object,
) -> Scene:
    """A whole answer of known length, on a connection that stays."""

    async def scene(visit: Visit) -> None:
        said = json.dumps(value).encode() if body is None else body
        lines = {"connection": "keep-alive", "content-type": kind, "content-length": len(said), **headers}
        await visit.head(status, **lines)
        await visit.send(said)

    return scene


def streams(*parts: bytes, kind: str = "text/event-stream", reset: bool = False) -> Scene:
    """A stream in these packets; its end is the connection's."""

    async def scene(visit: Visit) -> None:
        await visit.head(content_type=kind)
        await visit.send(*parts)
        if reset:
            visit.reset()
        visit.hang_up()

    return scene


def streams_chunked(*parts: bytes) -> Scene:
    """A stream with its own end, on a connection that stays."""

    async def scene(visit: Visit) -> None:
        await visit.head(content_type="text/event-stream", connection="keep-alive", transfer_encoding="chunked")
        await visit.send(*(b"%x\r\n%s\r\n" % (len(part), part) for part in parts), b"0\r\n\r\n")

    return scene


def then_waits(*parts: bytes, kind: str = "text/event-stream") -> Scene:
    """Some of a stream, then nothing until the caller goes."""

    async def scene(visit: Visit) -> None:
        await visit.head(content_type=kind)
        await visit.send(*parts)
        await visit.gone.wait()

    return scene


async def says_nothing(visit: Visit) -> None:
    """Accepts, and leaves it at that."""
    await visit.gone.wait()


async def drops(visit: Visit) -> None:
    """Accepts, then hangs up without a word."""
    visit.hang_up()


def event(value: object, *, name: str = "", end: bytes = b"\n") -> bytes:
    """One event in a stream."""
    data = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    head = f"event: {name}".encode() + end if name else b""
    return head + b"data: " + data.encode("utf-8", "surrogatepass") + end + end
