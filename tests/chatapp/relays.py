"""A relay inside the test process, and waiting for what it does."""

import asyncio
import threading
import time
from collections.abc import Callable
from uuid import UUID, uuid4

import uvloop
from django.db import connection

from accounts.models import User
from chatapp import log, turns
from chatapp.fold import Fold
from chatapp.models import FINAL, Turn
from chatapp.relay.run import Relay

PATIENCE = 15.0


class RunningRelay:
    """The real relay, on a loop in a thread of its own."""

    def __init__(self) -> None:
        self.relay: Relay | None = None
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._run, name="relay", daemon=True)
        self._loop: asyncio.AbstractEventLoop | None = None

    def start(self) -> None:
        """Start it; returns when it looks for turns."""
        self._thread.start()
        assert self._ready.wait(10)

    def stop(self) -> None:
        """As at SIGTERM."""
        if self._loop is not None and self.relay is not None and self._thread.is_alive():
            self._loop.call_soon_threadsafe(self.relay.leave)
        self._thread.join(30)
        assert not self._thread.is_alive()

    def _run(self) -> None:
        with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
            runner.run(self._main())
        connection.close()

    async def _main(self) -> None:
        self._loop = asyncio.get_running_loop()
        self.relay = Relay()
        self._loop.call_later(0.1, self._ready.set)
        await self.relay.run()


def ask(person: User, text: str, conversation: UUID | None = None) -> Turn:
    """Send, as a click does; returns the turn."""
    begun = turns.send(person, text, key=uuid4().hex, conversation=conversation or turns.ANEW)
    return Turn.objects.get(public_id=begun.turn)


def until(is_so: Callable[[], bool], what: str = "", seconds: float = PATIENCE) -> None:
    """Wait until something is true."""
    deadline = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < deadline, f"not so within {seconds} s: {what}"
        time.sleep(0.01)


def ended(turn: Turn, seconds: float = PATIENCE) -> Turn:
    """Wait until the turn has ended and its log says so; returns it as it is then."""
    until(lambda: Turn.objects.filter(pk=turn.pk, state__in=FINAL, sealed=True).exists(), f"{turn} ended", seconds)
    return Turn.objects.select_related("answer", "prompt", "conversation", "hold").get(pk=turn.pk)


def told(turn: Turn) -> Fold:
    """What the turn's log says."""
    return log.folded_now(turn.public_id)


def shows(turn: Turn, letters: int = 1) -> None:
    """Wait until so many letters of the answer can be read."""
    until(lambda: len(told(turn).text) >= letters, f"{letters} letters of {turn}")


def outgrown(relay: RunningRelay, turn: Turn) -> None:
    """As far as its relay knows, its hold is spent."""
    assert relay.relay is not None
    relay.relay.carriers[turn.public_id].hold_ticks = 0


def somebody_waits() -> bool:
    """Whether somebody waits for a row that somebody else has locked."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_locks WHERE NOT granted")
        return cursor.fetchone() is not None
