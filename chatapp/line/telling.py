"""Tells everybody who waits which place they have, and about how long it takes. Costs something only while somebody waits."""

from collections.abc import Mapping, Sequence
from math import ceil

import structlog

import xai
from chatapp.line import order
from chatapp.line.order import Waiting
from chatapp.threads import Threads
from foundation.redis import asynchronous, key
from foundation.wakeups import Wake, awake_all
from xai import Pace

logger = structlog.get_logger(__name__)

EVERY_SECONDS = 2.0
EVERYBODY = 10_000


async def tell(threads: Threads) -> None:
    """Wake the tabs of everybody in line with place and seconds; one relay does it for all. Raises redis' errors."""
    mine = await asynchronous().set(key("turns", "told"), 1, nx=True, px=int(EVERY_SECONDS * 900))
    if not mine:
        return
    waiting = await threads.run(order.first, EVERYBODY)
    paces = {engine: await xai.upstream().limiter.pace(engine) for engine in {each.engine for each in waiting}}
    await awake_all([Wake(each.owner, "place", each.turn, _said(each, paces)) for each in waiting])
    _note(waiting, paces)


def seconds(pace: Pace, place: int) -> int | None:
    """About how long the one at this place waits; None: nobody has gone lately, so nobody can say."""
    if pace.per_second:
        return ceil(pace.wait + place / pace.per_second)
    return ceil(pace.wait) or None


def _said(each: Waiting, paces: Mapping[str, Pace]) -> dict[str, int]:
    about = seconds(paces[each.engine], each.place)
    return {"place": each.place} | ({} if about is None else {"seconds": about})


def _note(waiting: Sequence[Waiting], paces: Mapping[str, Pace]) -> None:
    if waiting:
        lines = {engine: sum(each.engine == engine for each in waiting) for engine in paces}
        logger.info("turns_wait_in_line", lines=lines)
