"""Lets the next in line go, as fast as the provider takes them and as we have room."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings

import xai
from chatapp.line import order
from chatapp.line.order import Waiting
from chatapp.relay import claims
from chatapp.relay.claims import Claimed
from chatapp.threads import Threads
from xai import Ticket, Wish


@dataclass(frozen=True, slots=True)
class Round:
    """One look at the line. `wait`: seconds until the first of those left may go, 0: nobody knows; None: nobody is left."""

    claimed: Sequence[Claimed] = ()
    wait: float | None = None


class Usher:
    """Belongs to one relay. Remembers the tickets of what it carries, or is about to."""

    def __init__(self, threads: Threads) -> None:
        self._threads = threads
        self._tickets: dict[UUID, Ticket] = {}  # of those about to go
        self._under_way: set[Ticket] = set()

    async def next(self, room: int) -> Round:
        """Claim who may go now, fairly, at most `room` of them."""
        waiting = await self._threads.run(order.first, claims.AT_ONCE)
        if not waiting:
            return Round()
        going, tickets, wait = await self._chosen(waiting, min(room, claims.AT_ONCE))
        if not going:
            return Round((), wait)
        self._tickets |= tickets  # kept from now on: where claiming takes long, nobody else lets these in, too
        try:
            claimed = await self._threads.run(claims.take, [each.id for each in going])
        except BaseException:
            await self._give_back(tickets)
            raise
        # Whoever is not ours was taken, or stopped, between the two looks.
        await self._give_back(tickets.keys() - {turn.public_id for turn in claimed})
        return Round(claimed, wait if len(claimed) < len(waiting) else None)

    async def keep(self) -> None:
        """All of these are still under way."""
        if tickets := [*self._tickets.values(), *self._under_way]:
            await xai.upstream().limiter.keep(tickets, settings.RELAY_LEASE_SECONDS)

    def taken_up(self, turn: UUID) -> Ticket | None:
        """What this turn was let in with, for whoever carries it: one that goes back may be let in anew before they are done."""
        ticket = self._tickets.pop(turn, None)
        if ticket is not None:
            self._under_way.add(ticket)
        return ticket

    async def left(self, ticket: Ticket | None, used: int | None, *, well: bool) -> None:
        """A turn has ended, or goes back into the line; `used` as far as the provider said. A second time: nothing."""
        if ticket in self._under_way:
            self._under_way.remove(ticket)
            await xai.upstream().limiter.settle(ticket, used, well=well)

    async def _chosen(self, waiting: Sequence[Waiting], room: int) -> tuple[list[Waiting], dict[UUID, Ticket], float]:
        going = [each for each in waiting if each.ends][:room]
        wanted: dict[str, list[Waiting]] = defaultdict(list)
        for each in [each for each in waiting if not each.ends]:
            wanted[each.engine].append(each)
        tickets: dict[UUID, Ticket] = {}
        waits: list[float] = []
        for engine, line in wanted.items():
            wishes = line[: room - len(going)]
            let_in, wait = await xai.upstream().limiter.let_in(
                engine, [Wish(str(each.turn), each.tokens) for each in wishes]
            )
            for each, ticket in zip(wishes, let_in, strict=True):
                if ticket is not None:
                    going.append(each)
                    tickets[each.turn] = ticket
            waits += [wait] if wait else []
        return going, tickets, min(waits, default=0.0)

    async def _give_back(self, turns: Iterable[UUID]) -> None:
        for turn in turns:
            await self.left(self.taken_up(turn), 0, well=False)
