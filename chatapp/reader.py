"""One reader per web process: one read over the logs of all watched turns, frames handed to the sockets as they are.

Replay and live are the same read. A socket that joins moves the place its log is read from back to its cursor; the others
drop what they have.
"""

import asyncio
import weakref
from typing import Protocol
from uuid import UUID

import structlog
from redis.exceptions import RedisError

from chatapp import log
from chatapp.events import Cursor
from chatapp.log import Entries, Place, Tail

logger = structlog.get_logger(__name__)

AWAY_PAUSE_SECONDS = 0.2
REST_SECONDS, LONGEST_REST_SECONDS = 0.002, 0.016
LATE_SECONDS = 0.004


class Socket(Protocol):
    """One browser tab, as the reader sees it. None of these may wait."""

    def push(self, frame: bytes) -> bool:
        """Take a frame. False: the tab does not read; it asks again from its cursor when it does."""

    def ended(self, turn: UUID) -> None:
        """The log has told its end."""

    def lost(self, turn: UUID) -> None:
        """The log has a hole: fetch the page."""


class Watch:
    """One tab watching one turn, and how far it is."""

    __slots__ = ("behind", "place", "socket", "turn")

    def __init__(self, turn: UUID, socket: Socket, place: Place) -> None:
        self.turn = turn
        self.socket = socket
        self.place = place
        self.behind = False

    def take(self, entries: Entries) -> bool:
        """Hand on what is new to this tab. False: it needs, or takes, no more."""
        for place, frame, ends in entries:
            if place <= self.place:
                continue
            epoch, n = place
            if n != 1 and (epoch != self.place[0] or n != self.place[1] + 1):
                self.socket.lost(self.turn)
                return False
            if not self.socket.push(frame):
                self.behind = True
                return False
            self.place = place
            if ends:
                self.socket.ended(self.turn)
                return False
        return True


class Followed:
    """One log, where it is read from, and who watches it."""

    __slots__ = ("place", "watches")

    def __init__(self, place: Place) -> None:
        self.place = place
        self.watches: list[Watch] = []


class Reader:
    """Reads for all sockets of this loop."""

    def __init__(self) -> None:
        self._followed: dict[str, Followed] = {}
        self._tail = Tail()
        self._some = asyncio.Event()
        self._reading = False
        self._rest = REST_SECONDS
        self._task: asyncio.Task[None] | None = None

    async def follow(self, watch: Watch) -> None:
        """Hand this tab everything after its place, and what comes."""
        key = log.key_of(watch.turn)
        followed = self._followed.setdefault(key, Followed(watch.place))
        followed.place = min(followed.place, watch.place)
        watch.behind = False
        followed.watches.append(watch)
        self._some.set()
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._run())
        if self._reading:
            try:
                await self._tail.wake()
            except (RedisError, OSError) as error:  # the read ends by itself, or fails and begins again
                logger.warning("reader_not_woken", cause=type(error).__name__)

    def leave(self, watch: Watch) -> None:
        """This tab watches the turn no longer."""
        key = log.key_of(watch.turn)
        followed = self._followed.get(key)
        if followed is None:
            return
        followed.watches = [each for each in followed.watches if each is not watch]
        if not followed.watches:
            del self._followed[key]

    async def _run(self) -> None:
        while True:
            if not self._followed:
                self._some.clear()
                await self._some.wait()
            asked = {key: followed.place for key, followed in self._followed.items()}
            self._reading = True
            try:
                found = await self._tail.read(asked)
            except Exception as error:  # whatever it is: everybody's eyes hang on this loop
                logger.warning("log_away", cause=type(error).__name__, turns=len(asked), exc_info=not _is_away(error))
                await asyncio.sleep(AWAY_PAUSE_SECONDS)
                continue
            finally:
                self._reading = False
            for key, entries in found:
                self._hand_out(key, asked[key], entries)
            if found:  # else somebody joined, or nothing happened for a while
                await self._pause()

    def _hand_out(self, key: str, asked: Place, entries: Entries) -> None:
        followed = self._followed.get(key)
        if followed is None or followed.place != asked:
            return  # somebody joined from further back while this was on its way: the next read has it all
        followed.watches = [watch for watch in followed.watches if watch.take(entries)]
        followed.place = entries[-1][0]
        if not followed.watches:
            del self._followed[key]

    async def _pause(self) -> None:
        """A moment for more to come; longer when the loop has more to do than time."""
        loop = asyncio.get_running_loop()
        due = loop.time() + self._rest
        await asyncio.sleep(self._rest)
        late = loop.time() - due > LATE_SECONDS
        self._rest = min(self._rest * 1.25, LONGEST_REST_SECONDS) if late else max(self._rest * 0.9, REST_SECONDS)


def _is_away(error: Exception) -> bool:
    return isinstance(error, (RedisError, OSError))


_readers: "weakref.WeakKeyDictionary[asyncio.AbstractEventLoop, Reader]" = weakref.WeakKeyDictionary()


def reader() -> Reader:
    """The one of the running loop."""
    loop = asyncio.get_running_loop()
    if loop not in _readers:
        _readers[loop] = Reader()
    return _readers[loop]


def place_of(cursor: Cursor) -> Place:
    """A cursor as the reader counts."""
    return cursor.epoch, cursor.n
