"""Closes a carried turn: first in the database, then in its log, then open tabs are woken."""

import structlog

from chatapp import closing, events
from chatapp.closing import Bill, Ending
from chatapp.models import State, Turn
from chatapp.relay import endings, standing_in
from chatapp.relay.carrier import Carrier, Why
from chatapp.relay.handing_over import Handed, hand_over
from chatapp.threads import Threads
from foundation.kill_points import reach
from foundation.wakeups import awake

logger = structlog.get_logger(__name__)


async def finish(carrier: Carrier, ending: Ending, bill: Bill, threads: Threads) -> bool:
    """End the turn, or give it back; True when its log holds its end. While a part is away, wait for it."""
    turn = carrier.turn
    attempt = turn.send.attempt if turn.send else None
    carrier.closing = True
    other = standing_in.wanted(carrier)
    if other is not None and turn.send is not None:
        handed = await threads.persist(hand_over, turn, turn.send, other, bill)
        if handed is Handed.OVER:
            logger.info("turn_handed_over", turn=str(turn.public_id), engine=turn.engine.id, instead=other.engine.id)
            carrier.say_waiting()
        if handed is not Handed.NO_MONEY:
            return False
    if endings.goes_back(carrier):
        if await threads.persist(closing.hand_back, turn.id, turn.lease, attempt, bill, busy=True):
            logger.info("turn_waits_again", turn=str(turn.public_id), turned_away=turn.turned_away + 1)
            carrier.say_waiting()
        return False
    if carrier.cut is Why.LEAVING and ending.state is State.INTERRUPTED and not endings.has_new_text(carrier):
        await threads.persist(closing.hand_back, turn.id, turn.lease, attempt, bill)
        return False
    closed = await threads.persist(closing.close, turn.id, turn.lease, ending, attempt, bill)
    reach("turn.closed")
    if closed is None:
        logger.warning("turn_lost", turn=str(turn.public_id))
        return False
    logger.info("turn_ended", turn=str(turn.public_id), state=closed.state, notice=closed.notice, claims=closed.claims)
    last = await threads.persist(_last_words, closed)
    carrier.say_last(last, instead=bool(closed.answer.in_its_place))
    await carrier.sealed.wait()
    reach("turn.sealed")
    await awake(turn.owner, "turn", turn.public_id, conversation=str(turn.conversation), state=closed.state)
    return True


def _last_words(turn: Turn) -> list[events.Event]:
    return list(closing.words(turn, whole=False))
