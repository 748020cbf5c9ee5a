"""The one pen of a relay: pays per tick and process, not per token and turn."""

import asyncio
from collections.abc import Iterable, Mapping
from uuid import UUID

import structlog
from django.conf import settings
from redis.exceptions import RedisError

from chatapp import log
from chatapp.relay.carrier import Carrier, Why

logger = structlog.get_logger(__name__)

AWAY_PAUSE_SECONDS = 0.1
# A sleep that ends this much late says that the loop has more to do than time: merge more, write less often.
LATE_SECONDS = 0.004
STRETCH, RELAX = 1.25, 0.9


class Writer:
    """Writes what grew into the logs, once per tick. The first text of a reply does not wait for the tick."""

    def __init__(self) -> None:
        self._pen = log.Pen()
        self._grown: set[Carrier] = set()
        self._work = asyncio.Event()
        self._hurry = asyncio.Event()
        self._shortest = settings.RELAY_TICK_MS / 1000
        self._longest = settings.RELAY_SLOW_TICK_MS / 1000
        self.tick = self._shortest

    def grew(self, carrier: Carrier, *, urgent: bool = False) -> None:
        """There is something to write for this turn."""
        self._grown.add(carrier)
        self._work.set()
        if urgent:
            self._hurry.set()

    async def run(self) -> None:
        """Write until cancelled. While Redis is away, everything is kept and nothing is shown."""
        while True:
            await self._work.wait()
            self._work.clear()
            self._hurry.clear()
            try:
                await self.flush()
            except (RedisError, OSError) as error:
                logger.warning("log_away", cause=type(error).__name__, turns=len(self._grown))
                self._work.set()
                await asyncio.sleep(AWAY_PAUSE_SECONDS)
                continue
            await self._rest()

    async def flush(self) -> None:
        """Write once. Raises redis' errors; what was to be written is then still to be written."""
        carriers, self._grown = self._grown, set()
        speakers = {carrier: entries for carrier in carriers if (entries := _asked(carrier))}
        if not speakers:
            return
        try:
            astray = await self._pen.append([entry for entries in speakers.values() for entry in entries])
        except BaseException:
            self._grown |= speakers.keys()
            raise
        # Everybody hears what became of their words, and has a place again, before Redis can fail once more.
        lost = _heard(speakers, {each.entry.turn: each for each in astray})
        if lost:
            self._grown.update(lost)
            self._work.set()
        for carrier in lost:
            await self._begin_anew(carrier)

    async def _begin_anew(self, carrier: Carrier) -> None:
        """Redis has lost this log (or a part of it): tell it again under a new epoch, before anything new."""
        # Told as soon as it is sent: if only the answer is lost, our own rewriting must not look like somebody else's.
        carrier.told, entries = carrier.anew()
        if await self._pen.append(entries):
            carrier.lose()
            self._grown.discard(carrier)
            return
        logger.info("log_rewritten", turn=str(carrier.turn.public_id), epoch=carrier.told.cursor.epoch)

    async def _rest(self) -> None:
        if self._hurry.is_set():
            return
        loop = asyncio.get_running_loop()
        due = loop.time() + self.tick
        try:
            async with asyncio.timeout_at(due):
                await self._hurry.wait()
        except TimeoutError:
            late = loop.time() - due > LATE_SECONDS
            self.tick = min(self.tick * STRETCH, self._longest) if late else max(self.tick * RELAX, self._shortest)


def _heard(speakers: Iterable[Carrier], astray: Mapping[UUID, log.Astray]) -> list[Carrier]:
    """Tell each whether its words were taken; returns those whose log Redis has lost."""
    lost = []
    for carrier in speakers:
        refused = astray.get(carrier.turn.public_id)
        if refused is None:
            carrier.said()
        elif refused.newer:
            carrier.lose()
        else:
            lost.append(carrier)
    return lost


def _asked(carrier: Carrier) -> list[log.Entry]:
    """What one carrier has to say; one that lost its turn, nothing. A fault in it ends its turn, and no other's."""
    if carrier.cut is Why.LOST:
        return []
    try:
        return carrier.entries()
    except Exception:
        logger.exception("carrier_failed", turn=str(carrier.turn.public_id))
        carrier.end(Why.BROKEN)
        return []
