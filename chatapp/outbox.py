"""What is on its way to one tab: frames put together, and a window of bytes the tab has not said it has read."""

import asyncio
from collections.abc import Awaitable, Callable

from django.conf import settings

LARGEST_MESSAGE_BYTES = 65_536  # several frames may travel as one message; more than this makes two


class Outbox:
    """Daphne would buffer without end for a tab that does not read; here it ends at SOCKET_WINDOW_BYTES."""

    def __init__(self, send: Callable[[str], Awaitable[None]]) -> None:
        self._send = send
        self._pending: list[bytes] = []
        self._pending_bytes = 0
        self._unread = 0
        self._filled = asyncio.Event()

    @property
    def full(self) -> bool:
        """The tab has to read first."""
        return self._unread + self._pending_bytes >= settings.SOCKET_WINDOW_BYTES

    @property
    def has_room(self) -> bool:
        """It has read enough to be sent a good deal more at once."""
        return self._unread + self._pending_bytes <= settings.SOCKET_WINDOW_BYTES // 2

    def put(self, frame: bytes) -> None:
        """To be sent as soon as the socket takes it."""
        self._pending.append(frame)
        self._pending_bytes += len(frame)
        self._filled.set()

    def read(self, count: int) -> bool:
        """The tab has read so many bytes. False: more than it was sent."""
        self._unread -= count
        return self._unread >= 0

    async def run(self) -> None:
        """Send until cancelled; what comes while the socket is busy travels together."""
        while True:
            await self._filled.wait()
            self._filled.clear()
            while self._pending:
                message = self._message()
                self._unread += len(message)
                await self._send(message.decode())

    def _message(self) -> bytes:
        """The next frame, or several as an array."""
        taken, size = 0, 1
        for frame in self._pending:
            size += len(frame) + 1
            if taken and size > LARGEST_MESSAGE_BYTES:
                break
            taken += 1
        frames = self._pending[:taken]
        del self._pending[:taken]
        self._pending_bytes -= sum(map(len, frames))
        return frames[0] if taken == 1 else b"[%b]" % b",".join(frames)
