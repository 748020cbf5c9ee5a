"""Turns that have been answered, without a relay."""

from datetime import timedelta
from uuid import uuid4

from django.utils import timezone

from accounts.models import User
from chatapp import closing, turns
from chatapp.closing import Bill, Ending
from chatapp.models import Conversation, State, Turn


def answered(
    person: User, text: str = "Why?", answer: str = "Because.", conversation: Conversation | None = None
) -> Turn:
    """A turn that has been answered, without a relay."""
    begun = turns.send(
        person, text, key=uuid4().hex, conversation=conversation.public_id if conversation else turns.ANEW
    )
    return ends(Turn.objects.get(public_id=begun.turn), answer)


def ends(turn: Turn, answer: str) -> Turn:
    """End an open turn with this answer."""
    lease = uuid4()
    now = timezone.now()
    Turn.objects.filter(pk=turn.pk).update(state=State.ANSWERING, lease=lease, lease_until=now + timedelta(minutes=1))
    closed = closing.close(turn.pk, lease, Ending(State.FINISHED, answer), None, Bill())
    assert closed is not None
    return closed
