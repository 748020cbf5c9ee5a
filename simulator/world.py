"""Everything one simulator holds."""

import asyncio
from collections.abc import AsyncIterator
from typing import TYPE_CHECKING

from aiohttp import web

from simulator.connections import Connections
from simulator.gallery import Gallery
from simulator.jobs import Jobs
from simulator.journal import Journal
from simulator.limits import Limits
from simulator.painter import Painter
from simulator.settings import Settings
from simulator.shelf import Shelf
from simulator.stage import Stage

if TYPE_CHECKING:
    from simulator.conversation import Said
    from simulator.telling import Telling

PROGRESS_SECONDS = 1.0


class World:
    """The log, the jobs, the stored answers, the painter, the open connections."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        settings.data.mkdir(parents=True, exist_ok=True)
        self.journal = Journal(settings.data)
        self.stage = Stage(settings)
        self.limits = Limits()
        self.connections = Connections()
        self.painter = Painter(settings.data / "media")
        self.jobs = Jobs(self.journal)
        self.gallery = Gallery(self.journal)
        self.shelf = Shelf(self.journal)
        self.tellings: dict[str, Telling] = {}
        self.contexts: dict[tuple[str, str], tuple[Said, ...]] = {}
        self.ahead: set[asyncio.Task[None]] = set()
        self.stopping = False
        self.journal.open()

    async def keep_books(self) -> None:
        """Write down once a second how far the open streams are, so that a kill loses at most that second."""
        seen: dict[str, tuple[int, int]] = {}
        while True:
            await asyncio.sleep(PROGRESS_SECONDS)
            now = {id: (one.record.tokens, one.record.reasoning) for id, one in self.tellings.items()}
            for id in [id for id, so_far in now.items() if seen.get(id) != so_far]:
                telling = self.tellings[id]
                telling.record.ticks = telling.bill.ticks(telling.record)
                self.journal.change(telling.record, "tokens", "reasoning", "ticks")
            seen = now

    def how_lost(self) -> str:
        """Why an answer ended that was not ours to end."""
        return "simulator stopped" if self.stopping else "client closed"

    def settle(self) -> None:
        """Bring the bills of open streams up to date."""
        for telling in self.tellings.values():
            telling.settle()


async def stopping(app: web.Application) -> None:
    """From here on a lost connection is our own doing."""
    app[WORLD].stopping = True


WORLD = web.AppKey("world", World)


async def living(app: web.Application) -> AsyncIterator[None]:
    """Keep books while the server runs; afterwards put the brushes away."""
    world = app[WORLD]
    books = asyncio.create_task(world.keep_books())
    yield
    for task in (books, *world.ahead):
        task.cancel()
    await world.painter.close()
