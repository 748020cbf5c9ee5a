"""Taking a message from sight, and bringing it back: its row, the summaries that tell of it, the log that outlives it."""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from chatapp import sealing, summaries, turns
from chatapp.models import Message, Turn


@transaction.atomic
def lost(subject: UUID, **columns: Any) -> bool:
    """Write down why it may not be read any longer, and have nothing tell it. False: there is no such message."""
    turn = _turn_of(subject)
    asked = list(_asked(subject))
    if not Message.objects.filter(public_id=subject).update(**columns):
        return False
    summaries.forget(subject)
    for each in asked:  # what may not be read is not answered either
        turns.end_soon(_fresh(each))
    if turn is not None and turn.is_open:
        # One that is still written is only stopped: its relay would tell a log that is gone once more, and its end is
        # told instead of the words.
        turns.end_soon(_fresh(turn))
    elif turn is not None:
        sealing.seal_anew(_fresh(turn))
    return True


@transaction.atomic
def changed(subject: UUID, **columns: Any) -> bool:
    """Write down what stands beside it, or that it may be read again, and have its log tell that. False: it is gone."""
    turn = _turn_of(subject)
    if not Message.objects.filter(public_id=subject).update(**columns):
        return False
    if turn is not None and not turn.is_open:
        sealing.seal_anew(_fresh(turn))
    return True


def held(subject: UUID) -> Message | None:
    """The message as it is now, and as it stays until the caller's transaction ends. None: there is no such message."""
    _turn_of(subject)
    list(_asked(subject))
    found: Message | None = (
        Message.objects.filter(public_id=subject).select_for_update(no_key=True, of=("self",)).first()
    )
    return found


def _asked(subject: UUID) -> "QuerySet[Turn]":
    """The open turns to which it is the question."""
    return Turn.objects.open().filter(prompt__public_id=subject).select_for_update(of=("self",)).order_by("pk")


def _turn_of(subject: UUID) -> Turn | None:
    """The turn before its message, as whoever ends it locks them: so nobody waits in a circle."""
    return Turn.objects.filter(answer__public_id=subject).select_for_update(of=("self",)).first()


def _fresh(turn: Turn) -> Turn:
    found: Turn = Turn.objects.select_related("answer", "owner", "conversation").get(pk=turn.pk)
    return found
