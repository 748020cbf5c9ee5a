"""Separate connections for each purpose, so that slow downloads never keep a reply waiting."""

import asyncio
from dataclasses import dataclass, field

from xai.settings import XaiSettings
from xai.transport import Transport


@dataclass(eq=False)
class Pool:
    """Connections for one purpose. Belongs to the event loop it was made in."""

    size: int
    keep_alive: float | None
    transport: Transport = field(init=False)
    seats: asyncio.Semaphore = field(init=False)

    def __post_init__(self) -> None:
        self.transport = Transport(keep_alive=self.keep_alive)
        self.seats = asyncio.Semaphore(self.size)

    async def aclose(self) -> None:
        """Close every connection."""
        await self.transport.aclose()


class Pools:
    """The four of them."""

    def __init__(self, settings: XaiSettings) -> None:
        self.stream = Pool(settings.stream_connections, settings.keep_alive_seconds)
        self.calls = Pool(settings.call_connections, settings.keep_alive_seconds)
        # A start of paid work never rides on a kept connection: one that the provider has just closed would leave
        # its fate unknown, and a fresh connection costs nothing beside the work.
        self.media = Pool(settings.media_connections, None)
        self.downloads = Pool(settings.download_connections, None)

    async def aclose(self) -> None:
        """Close all four."""
        for pool in (self.stream, self.calls, self.media, self.downloads):
            await pool.aclose()
