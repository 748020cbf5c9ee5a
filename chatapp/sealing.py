"""Telling the end of a turn to a log that lacks it: the turn ended without a relay, or its relay died too early."""

import structlog
from redis.exceptions import RedisError

from chatapp import closing, events, log
from chatapp.events import Cursor
from chatapp.models import Turn
from foundation.wakeups import wake

logger = structlog.get_logger(__name__)


def seal(turn: Turn) -> bool:
    """Tell a turn that has ended, whole, under a new epoch. False: somebody else did. Raises redis' errors."""
    epoch = turn.epoch + events.EPOCHS_PER_CLAIM
    if not Turn.objects.filter(pk=turn.pk, sealed=False, epoch=turn.epoch).update(epoch=epoch):
        return False
    log.append_now(log.numbered(turn.public_id, Cursor(epoch, 0), closing.words(turn, whole=True)))
    closing.mark_sealed([turn.pk])
    wake(turn.owner.public_id, "turn", turn.public_id, conversation=str(turn.conversation.public_id), state=turn.state)
    return True


def seal_soon(turn: Turn) -> None:
    """The same if Redis is there; else the reaper does it when it is back."""
    try:
        seal(turn)
    except (RedisError, OSError) as error:
        logger.warning("log_away", turn=str(turn.public_id), cause=type(error).__name__)
