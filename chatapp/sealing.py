"""Telling the end of a turn to a log that lacks it: the turn ended without a relay, or its relay died too early."""

from functools import partial

import structlog
from django.db import transaction
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


def seal_soon(turn: Turn) -> bool:
    """The same if Redis is there; else the reaper does it when it is back. False: somebody else did."""
    try:
        return seal(turn)
    except (RedisError, OSError) as error:
        logger.warning("log_away", turn=str(turn.public_id), cause=type(error).__name__)
        return True


def seal_anew(turn: Turn) -> None:
    """Its answer was hidden after its end: have the log, which outlives it by an hour, told without the words.

    In the caller's transaction, which holds the turn; told once that has committed, by the reaper if need be.
    """
    turn.sealed = False
    turn.epoch += events.EPOCHS_PER_CLAIM  # whoever is just about to seal it has read the words
    turn.save(update_fields=["sealed", "epoch"])
    transaction.on_commit(partial(_tell_anew, turn), robust=True)


def _tell_anew(turn: Turn) -> None:
    if not seal_soon(turn):  # its relay has just marked it: everything was told before, and nothing follows
        log.forget_now([turn.public_id])
