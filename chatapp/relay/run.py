"""The relay's main loop."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any
from uuid import UUID

import structlog
from django.conf import settings
from redis.exceptions import RedisError

import xai
from chatapp import closing, hints
from chatapp.files.loading import Loader
from chatapp.line import telling
from chatapp.line.usher import Round, Usher
from chatapp.models import State
from chatapp.relay import checkpoints, claims, endings, finisher, reaper, second_look
from chatapp.relay.carrier import Carrier, Why
from chatapp.relay.checkpoints import Checkpoint
from chatapp.relay.claims import Claimed
from chatapp.relay.writer import Writer
from chatapp.threads import AWAY, Threads
from foundation import heartbeats, request_id
from foundation.kill_points import reach
from foundation.wakeups import awake
from usage import holds
from usage.holds import NoMoney
from usage.models import Hold

logger = structlog.get_logger(__name__)

FULL = Round(wait=0.0)  # somebody may be waiting, and can only be told so
STANDING_SECONDS = 0.1  # between two looks at a line in which nobody may go
GROW_BY = 0.5  # a reply that passes its hold asks for half as much again


class Relay:
    """Carries up to RELAY_STREAMS turns at once."""

    def __init__(self) -> None:
        self.carriers: dict[UUID, Carrier] = {}
        self.threads = Threads()
        self.files = Loader()
        self.writer = Writer()
        self._usher = Usher(self.threads)
        self._line_waits = False
        self._looked_at = 0.0  # the line, by the monotonic clock
        self._rung = asyncio.Event()
        self._leaving = asyncio.Event()
        self._tasks: set[asyncio.Task[None]] = set()
        self._to_seal: list[int] = []
        self._upstream_said = 0.0
        self._database_since: float | None = None  # since when it has answered without a break

    async def run(self) -> None:
        """Work until `leave` was called and everything carried has ended, or DRAIN_SECONDS are over."""
        loops = [
            asyncio.create_task(work)
            for work in (
                self.writer.run(),
                self._listen(),
                self._forever(self._take_due, settings.RELAY_SWEEP_SECONDS, self._rung),
                self._forever(self._show_life, settings.RELAY_SWEEP_SECONDS),
                self._forever(self._tell_places, telling.EVERY_SECONDS),
                self._forever(self._usher.keep, settings.RELAY_CHECKPOINT_SECONDS),
                self._forever(self._checkpoint, settings.RELAY_CHECKPOINT_SECONDS),
                self._forever(self._grow_holds, settings.RELAY_CHECKPOINT_SECONDS),
                self._forever(self._reap, settings.RELAY_SWEEP_SECONDS),
            )
        ]
        leaving = asyncio.create_task(self._asked_to_leave())
        try:
            ended, _ = await asyncio.wait([leaving, *loops], return_when=asyncio.FIRST_COMPLETED)
            for task in ended:
                task.result()  # a loop that ends is a fault: better a new process than half of this one
            await self._drain()
        finally:
            await _cancelled({leaving, *loops, *self._tasks})
            self.threads.close()
            self.files.close()
            await xai.aclose()

    def leave(self) -> None:
        """Take nothing new; SIGTERM came."""
        logger.info("draining", turns=len(self.carriers))
        self._leaving.set()

    async def _asked_to_leave(self) -> None:
        await self._leaving.wait()

    # --- loops -------------------------------------------------------------------------------------------------------

    async def _forever(
        self, work: Callable[[], Awaitable[None]], seconds: float, bell: asyncio.Event | None = None
    ) -> None:
        """Do it every so often, and when the bell rings. A part that is away is waited for; a fault is logged."""
        bell = bell or asyncio.Event()
        while True:
            bell.clear()
            try:
                await work()
            except (*AWAY, RedisError, OSError) as error:
                self._database_since = None if isinstance(error, AWAY) else self._database_since
                logger.warning("part_away", work=work.__name__, cause=type(error).__name__)
            except Exception:
                logger.exception("relay_loop_failed", work=work.__name__)
            try:
                async with asyncio.timeout(seconds):
                    await bell.wait()
            except TimeoutError:
                pass

    async def _listen(self) -> None:
        """Hear hints; what was missed while Redis was away is found by looking."""
        while True:
            try:
                async for rung in hints.heard():
                    if rung is None or rung.hint is hints.Hint.NEW:
                        self._rung.set()
                    elif carrier := self.carriers.get(rung.turn):
                        carrier.end(Why.STOP)
                    else:
                        self._rung.set()  # perhaps still waiting to be taken
            except (RedisError, OSError) as error:
                logger.warning("hints_away", cause=type(error).__name__)
                await asyncio.sleep(0.2)

    async def _show_life(self) -> None:
        if self._database_since is not None:  # without the database it takes nothing, and is not well
            await heartbeats.beat_soon("relay")

    async def _take_due(self) -> None:
        await self._let_it_stand()
        while not self._leaving.is_set():
            room = settings.RELAY_STREAMS - len(self.carriers)
            found = await self._look(room) if room > 0 else FULL
            self._database_since = self._database_since or time.monotonic()
            for turn in found.claimed:
                self._carry(turn)
            self._line_waits = found.wait is not None
            if not found.claimed or (found.wait is None and len(found.claimed) < claims.AT_ONCE):
                self._look_again_in(found.wait or 0.0)
                return

    async def _look(self, room: int) -> Round:
        found = await self._usher.next(room)
        self._looked_at = time.monotonic()
        return found

    async def _let_it_stand(self) -> None:
        """Ranking a long line costs, and each who joins it rings in every relay: while nobody may go, look now and then."""
        pause = self._looked_at + STANDING_SECONDS - time.monotonic()
        if self._line_waits and pause > 0:
            await asyncio.sleep(pause)
            self._rung.clear()  # whoever rang meanwhile is seen now

    def _look_again_in(self, seconds: float) -> None:
        if 0 < seconds < settings.RELAY_SWEEP_SECONDS:
            asyncio.get_running_loop().call_later(seconds, self._rung.set)

    async def _tell_places(self) -> None:
        if self._line_waits:
            await telling.tell(self.threads)

    async def _checkpoint(self) -> None:
        carried = [carrier for carrier in self.carriers.values() if not carrier.closing]
        if carried:
            saved = [(carrier, _checkpoint_of(carrier)) for carrier in carried]
            ours = await self.threads.run(checkpoints.write, [checkpoint for _, checkpoint in saved])
            reach("turn.checkpointed")
            for carrier, checkpoint in saved:
                if checkpoint.text is not None:
                    carrier.checkpointed = (checkpoint.text, checkpoint.reasoning)
                _heed(carrier, ours.get(carrier.turn.id))
        if self._to_seal:
            sealed, self._to_seal = self._to_seal, []
            await self.threads.persist(closing.mark_sealed, sealed)

    async def _grow_holds(self) -> None:
        """Is there money for what has outgrown its hold? Not in the checkpoint: a locked row could outlast all leases."""
        for carrier in list(self.carriers.values()):
            if not (carrier.closing or carrier.cut) and carrier.running.ticks > carrier.hold_ticks:
                await self._ask_for_more(carrier)

    async def _ask_for_more(self, carrier: Carrier) -> None:
        try:
            more = int(carrier.turn.hold_ticks * GROW_BY) + 1
            hold = await self.threads.run(_grow, carrier.turn.hold_id, more)
            carrier.hold_ticks = hold.ticks
        except NoMoney:
            carrier.end(Why.SPENT)
        except Exception:  # it is asked again in a second, and the next one is asked now
            logger.warning("hold_not_grown", turn=str(carrier.turn.public_id), exc_info=True)

    async def _reap(self) -> None:
        # While the database was away nobody could renew: after it is back, its holders get a moment to do so.
        patience = settings.RELAY_LEASE_SECONDS / 3
        if self._database_since is None or time.monotonic() - self._database_since < patience:
            return
        await self.threads.run(reaper.reap)
        await self.threads.run(reaper.seal_forgotten)
        await self.threads.run(reaper.give_up_late)

    # --- carrying ----------------------------------------------------------------------------------------------------

    def _carry(self, turn: Claimed) -> None:
        if former := self.carriers.get(turn.public_id):
            former.end(Why.LOST)  # we lost it while we slept, and now we have it again
        self._beside(self._carry_through(Carrier(turn, self.writer, self.files.load)))

    def _beside(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _carry_through(self, carrier: Carrier) -> None:
        turn = carrier.turn
        self.carriers[turn.public_id] = carrier
        ticket = self._usher.taken_up(turn.public_id)
        request_id.begin(turn.request_id)
        # Beside the way to the provider, not in it.
        self._beside(
            awake(turn.owner, "turn", turn.public_id, conversation=str(turn.conversation), state=carrier.state)
        )
        try:
            if await second_look.taken(carrier, self.threads):
                self._beside(self._usher.left(ticket, 0, well=False))
                return
            await carrier.listen()
            ending, bill = endings.of(carrier)
            if carrier.accepted:
                await self._say_upstream_lives()
            used = bill.usage.total_tokens or None if bill.usage else 0  # what was refused has used nothing
            self._beside(self._usher.left(ticket, used, well=carrier.accepted is not None))
            if carrier.cut is not Why.LOST and await finisher.finish(carrier, ending, bill, self.threads):
                self._to_seal.append(turn.id)
        except Exception:
            logger.exception("turn_dropped", turn=str(turn.public_id))  # its lease runs out, and the reaper ends it
            await self._usher.left(ticket, None, well=False)
        finally:
            if self.carriers.get(turn.public_id) is carrier:
                del self.carriers[turn.public_id]
            if self._line_waits:
                self._rung.set()  # there is room now

    async def _say_upstream_lives(self) -> None:
        now = time.monotonic()
        if now - self._upstream_said > heartbeats.SILENT_SECONDS / 6:
            self._upstream_said = now
            await heartbeats.beat_soon("upstream")

    async def _drain(self) -> None:
        """Let replies end by themselves for a while; then keep what they have, or give them to another relay."""
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=settings.DRAIN_SECONDS)
        for carrier in list(self.carriers.values()):
            carrier.end(Why.LEAVING)
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=settings.RELAY_LEASE_SECONDS / 3)
        if self._to_seal:
            await self.threads.run(closing.mark_sealed, self._to_seal)


async def _cancelled(tasks: set[asyncio.Task[None]]) -> None:
    """Cancel and wait. Again and again: a cancellation that meets redis-py giving up on a read is swallowed there (seen)."""
    while tasks:
        for task in tasks:
            task.cancel()
        _, tasks = await asyncio.wait(tasks, timeout=0.5)


def _heed(carrier: Carrier, stop_asked: bool | None) -> None:
    """After a checkpoint: is it still ours, was it stopped?"""
    if stop_asked is None:
        carrier.end(Why.LOST)
    elif stop_asked:
        carrier.end(Why.STOP)


def _checkpoint_of(carrier: Carrier) -> Checkpoint:
    turn = carrier.turn
    text, reasoning = carrier.told.text, carrier.told.reasoning
    grown = (text, reasoning) != carrier.checkpointed
    state = State.ANSWERING if endings.has_new_text(carrier) else carrier.state
    return Checkpoint(
        turn.id, turn.lease, state, carrier.told.cursor.epoch, turn.answer_id, text if grown else None, reasoning
    )


def _grow(hold_id: int, ticks: int) -> Hold:
    return holds.grow(Hold.objects.get(pk=hold_id), ticks)
