"""The one consumer: a browser tab that reads. It owns no reply and changes nothing; it may be closed at any time.

Frames in: watch(turn, cursor), unwatch, ack, ping. docs/protocol.md describes both directions.
"""

import asyncio
import contextlib
import functools
import time
from collections.abc import Callable
from typing import Any, NoReturn, TypeVar
from uuid import UUID

import orjson
import structlog
from channels.consumer import AsyncConsumer
from channels.exceptions import StopConsumer
from django.conf import settings
from redis.exceptions import RedisError

from accounts.models import User
from chatapp import frames, log, tabs
from chatapp.outbox import Outbox
from chatapp.reader import Watch, place_of, reader
from chatapp.threads import AWAY, Threads
from foundation import wakeups

logger = structlog.get_logger(__name__)
Result = TypeVar("Result")

SIGN_IN_AGAIN = 4001
TOO_SLOW = 4008
BAD_FRAME = 4010
RECONNECT = 4012
TOO_MANY_TABS = 4013

AWAYS = (*AWAY, RedisError, OSError)
WATCHES_PER_TAB = 100
FRAMES_PER_LOOK = 2_000  # a tab in a flood acknowledges some dozens a second; more than this is no tab of ours


@functools.cache
def _threads() -> Threads:
    return Threads(2)


class TabConsumer(AsyncConsumer):
    """One tab of one person."""

    person: User
    outbox: Outbox
    session_key: str | None

    def __init__(self) -> None:
        self.watches: dict[UUID, Watch] = {}
        self.tasks: list[asyncio.Task[None]] = []
        self.open = False
        self.heard = 0
        self.full_since: float | None = None

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        try:
            await super().__call__(scope, receive, send)
        finally:
            await self._clean_up()

    async def dispatch(self, message: dict[str, Any]) -> None:
        """To the method for this kind of message; none of them touches the database in this thread."""
        handlers: dict[str, Callable[[dict[str, Any]], Any]] = {
            "websocket.connect": self._connected,
            "websocket.receive": self._received,
            "websocket.disconnect": self._gone,
            "wake": self._woken,
        }
        await handlers[message["type"]](message)

    # --- what Daphne and the channel layer tell us -------------------------------------------------------------------

    async def _connected(self, _message: dict[str, Any]) -> None:
        await self.base_send({"type": "websocket.accept"})
        self.open = True
        self.session_key = tabs.session_key(self.scope)
        person = await self._asked(tabs.still_welcome, self.session_key)
        if person is None:
            return await self._close(SIGN_IN_AGAIN)
        self.person = person
        try:
            await self.channel_layer.group_add(wakeups.group(person.public_id), self.channel_name)
        except (RedisError, OSError):
            return await self._close(RECONNECT)
        if not await tabs.enter(person.public_id, self.channel_name):
            return await self._close(TOO_MANY_TABS)
        self.outbox = Outbox(self._send)
        self.tasks = [asyncio.create_task(self.outbox.run()), asyncio.create_task(self._look_again_and_again())]
        return None

    async def _received(self, message: dict[str, Any]) -> None:
        if not self.open:
            return
        self.heard += 1
        try:
            frame = frames.parse(message.get("text"))
            if self.heard > FRAMES_PER_LOOK:
                raise frames.BadFrame
            await self._obey(frame)
        except frames.BadFrame:
            await self._close(BAD_FRAME)

    async def _gone(self, _message: dict[str, Any]) -> NoReturn:
        raise StopConsumer

    async def _woken(self, message: dict[str, Any]) -> None:
        if self.open:
            small = {name: value for name, value in message.items() if name not in ("type", "topic")}
            self._tell({"wake": message["topic"], **small})

    # --- frames ------------------------------------------------------------------------------------------------------

    async def _obey(self, frame: frames.Frame) -> None:
        match frame:
            case frames.WatchFrame():
                await self._watch(frame)
            case frames.UnwatchFrame():
                self._unwatch(frame.turn)
            case frames.AckFrame():
                await self._acknowledged(frame.count)
            case frames.PingFrame():
                self._tell({"pong": 1})

    async def _watch(self, frame: frames.WatchFrame) -> None:
        self._unwatch(frame.turn)
        if len(self.watches) >= WATCHES_PER_TAB:
            raise frames.BadFrame
        goes_on: bool | None = tabs.remembers(self.person, frame.turn)
        if not goes_on:
            goes_on = await self._asked(tabs.may_watch, self.person, frame.turn)
        if goes_on is None or not (goes_on or await self._has_log(frame.turn)):
            return self._tell({"gone": str(frame.turn)})
        watch = Watch(frame.turn, self, place_of(frame.cursor))
        self.watches[frame.turn] = watch
        return await reader().follow(watch)

    def _unwatch(self, turn: UUID) -> None:
        watch = self.watches.pop(turn, None)
        if watch is not None:
            reader().leave(watch)

    async def _acknowledged(self, count: int) -> None:
        if not self.outbox.read(count):
            raise frames.BadFrame
        if self.full_since is not None and self.outbox.has_room:
            self.full_since = None
            for watch in list(self.watches.values()):
                if watch.behind:
                    await reader().follow(watch)

    async def _has_log(self, turn: UUID) -> bool:
        try:
            return await log.exists(turn)
        except (RedisError, OSError):
            return False

    # --- what the reader tells us ------------------------------------------------------------------------------------

    def push(self, frame: bytes) -> bool:
        """Pass a frame on, unless the tab has too much to read already."""
        if self.outbox.full:
            self.full_since = self.full_since or time.monotonic()
            asyncio.get_running_loop().call_later(settings.SOCKET_SLOW_SECONDS, self._close_if_slow)
            return False
        self.outbox.put(frame)
        return True

    def ended(self, turn: UUID) -> None:
        """Nothing more will come of it."""
        self.watches.pop(turn, None)

    def lost(self, turn: UUID) -> None:
        """The log has a hole."""
        self.watches.pop(turn, None)
        self._tell({"gone": str(turn)})

    def _close_if_slow(self) -> None:
        since = self.full_since
        if self.open and since is not None and time.monotonic() - since >= settings.SOCKET_SLOW_SECONDS * 0.9:
            self.tasks.append(asyncio.create_task(self._close(TOO_SLOW)))

    # --- the rest ----------------------------------------------------------------------------------------------------

    def _tell(self, said: dict[str, Any]) -> None:
        self.outbox.put(orjson.dumps(said))

    async def _send(self, text: str) -> None:
        await self.base_send({"type": "websocket.send", "text": text})

    async def _close(self, code: int) -> None:
        if self.open:
            self.open = False
            for watch in list(self.watches.values()):
                reader().leave(watch)
            await self.base_send({"type": "websocket.close", "code": code})

    async def _look_again_and_again(self) -> None:
        """Signed out, suspended, deleted: what was allowed when the socket opened is asked anew."""
        while self.open:
            await asyncio.sleep(settings.SOCKET_LOOK_SECONDS)
            self.heard = 0
            try:
                await self._look_again()
            except AWAYS as error:  # nobody can say; the next look will
                logger.warning("part_away", cause=type(error).__name__)

    async def _look_again(self) -> None:
        person = await _threads().run(tabs.still_welcome, self.session_key)
        if person is None:
            return await self._close(SIGN_IN_AGAIN)
        watched = list(self.watches)
        allowed = await _threads().run(tabs.watchable, person, watched) if watched else set()
        for turn in watched:
            if turn not in allowed:
                self._unwatch(turn)
                self._tell({"gone": str(turn)})
        await tabs.enter(person.public_id, self.channel_name)
        return None

    async def _asked(self, work: Callable[..., Result], *args: Any) -> Result:
        """Ask database and sessions; while one is away, the tab is told to come again."""
        try:
            return await _threads().run(work, *args)
        except AWAYS:
            await self._close(RECONNECT)
            raise StopConsumer from None

    async def _clean_up(self) -> None:
        self.open = False
        for watch in self.watches.values():
            reader().leave(watch)
        for task in self.tasks:
            task.cancel()
        if hasattr(self, "person"):
            with contextlib.suppress(RedisError, OSError, KeyError):
                await self.channel_layer.group_discard(wakeups.group(self.person.public_id), self.channel_name)
            await tabs.leave(self.person.public_id, self.channel_name)
