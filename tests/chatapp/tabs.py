"""A browser's tab, as far as the server can see: a session cookie, an origin, a websocket."""

import asyncio
import contextlib
import http.client
import json
import queue
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlencode

import aiohttp
from django.conf import settings
from django.test import Client

from accounts.models import User
from chatapp.events import Cursor, parse
from chatapp.fold import Fold
from chatapp.models import Turn
from foundation import background_loop
from tests.support.processes import Web

PATIENCE = 15.0
Frame = dict[str, Any]


class Closed(Exception):
    """The server closed the socket."""

    def __init__(self, code: int | None) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Taken:
    """How many bytes a tab got that did not read, and how it was closed."""

    taken: int
    code: int | None


class Tab:
    """One socket. It acknowledges what it reads, unless told to be slow."""

    def __init__(self, web: Web, person: User | None, *, origin: str | None = "", acknowledges: bool = True) -> None:
        self.web = web
        self.headers = {"Cookie": cookie(person)} if person else {}
        if origin is not None:
            self.headers["Origin"] = origin or web.url
        self.acknowledges = acknowledges
        self.folds: dict[str, Fold] = {}
        self.other: list[Frame] = []
        self._got: queue.Queue[str | int | None] = queue.Queue()
        self._session: aiohttp.ClientSession | None = None
        self._socket: aiohttp.ClientWebSocketResponse | None = None

    def __enter__(self) -> Self:
        background_loop.run(self._open(), PATIENCE)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        background_loop.run(self._close(), PATIENCE)

    def say(self, frame: Frame | str) -> None:
        """Send a frame, or any text."""
        assert self._socket is not None
        text = frame if isinstance(frame, str) else json.dumps(frame)
        background_loop.run(self._socket.send_str(text), PATIENCE)

    def watch(self, turn: Turn | str, cursor: Cursor | str = "0") -> None:
        """Follow a turn from a cursor; what is known up to there is not asked again."""
        name = turn if isinstance(turn, str) else str(turn.public_id)
        self.say({"do": "watch", "turn": name, "cursor": str(cursor)})

    def hear(self, seconds: float = PATIENCE) -> Frame:
        """The next frame. Raises Closed, or queue.Empty after so many seconds of silence."""
        if not self.other:
            self._take(self._got.get(timeout=seconds))
        return self.other.pop(0)

    def read(self, turn: Turn, *, letters: int = 0, state: str = "", seconds: float = PATIENCE) -> Fold:
        """Read until the turn has ended, or has so many letters, or is in a state; frames are folded as they come."""
        fold = self.folds.setdefault(str(turn.public_id), Fold())
        while not fold.ended and not (letters and len(fold.text) >= letters) and not (state and fold.state == state):
            frame = self.hear(seconds)
            if frame.get("turn") == str(turn.public_id):
                fold.take(*parse(json.dumps(frame)))
        return fold

    def closing(self, seconds: float = PATIENCE) -> int | None:
        """Wait for the server to close; returns its code."""
        while True:
            try:
                self.hear(seconds)
            except Closed as closed:
                return closed.code

    def read_raw(self, seconds: float = PATIENCE) -> "Taken":
        """Take what the system has buffered only once the server has given up on us: a tab that does not read."""
        assert self._socket is not None
        return background_loop.run(self._drain(self._socket), seconds)

    async def _drain(self, socket: aiohttp.ClientWebSocketResponse) -> "Taken":
        await asyncio.sleep(2.5)
        taken = 0
        while (message := await socket.receive()).type is aiohttp.WSMsgType.TEXT:
            taken += len(message.data.encode())
        return Taken(taken, _code(message))

    def _take(self, got: str | int | None) -> None:
        if not isinstance(got, str):
            raise Closed(got)
        said = json.loads(got)
        self.other += said if isinstance(said, list) else [said]
        if self.acknowledges:
            with contextlib.suppress(ConnectionError):  # closed meanwhile: what had arrived is read all the same
                self.say({"do": "ack", "bytes": len(got.encode())})

    async def _open(self) -> None:
        self._session = aiohttp.ClientSession()
        address = self.web.url.replace("http", "ws", 1) + "/ws"
        try:
            self._socket = await self._session.ws_connect(
                address, headers=self.headers, max_msg_size=0, autoclose=False
            )
        except aiohttp.ClientError:
            await self._session.close()
            raise
        if self.acknowledges:
            self.reading = background_loop._loop().create_task(self._listen(self._socket))

    async def _listen(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        while (message := await socket.receive()).type is aiohttp.WSMsgType.TEXT:
            self._got.put(message.data)
        self._got.put(_code(message))
        await socket.close()

    async def _close(self) -> None:
        if self._socket is not None:
            await self._socket.close()
        if self._session is not None:
            await self._session.close()


def post(web: Web, person: User, path: str, **fields: str) -> tuple[int, str]:
    """A form of this person's, sent by a script: status and body. Raises OSError when the answer is lost."""
    token = "c" * 32
    headers = {
        "Cookie": f"{cookie(person)}; {settings.CSRF_COOKIE_NAME}={token}",
        "X-CSRFToken": token,
        "HX-Request": "true",
        "Content-Type": "application/x-www-form-urlencoded",
    }
    line = http.client.HTTPConnection(web.url.removeprefix("http://"), timeout=PATIENCE)
    try:
        line.request("POST", path, urlencode(fields), headers)
        answer = line.getresponse()
        return answer.status, answer.read().decode()
    except http.client.HTTPException as error:
        raise ConnectionError from error
    finally:
        line.close()


def _code(message: aiohttp.WSMessage) -> int | None:
    """The code the server closed with; 1006 when the line just broke."""
    return int(message.data) if message.type is aiohttp.WSMsgType.CLOSE else 1006


def cookie(person: User) -> str:
    """A signed-in session of this person."""
    client = Client()
    client.force_login(person, backend=settings.AUTHENTICATION_BACKENDS[0])
    return f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"
