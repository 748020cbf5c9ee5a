"""Messages that wait behind an answer, and how that answer ends."""

from uuid import uuid4

from django.utils import timezone

from accounts.models import User
from chatapp import turns
from chatapp.composer import queue
from chatapp.models import Message, Queued, Role, State, Turn


def queued(alice: User, turn: Turn, *texts: str) -> list[Queued]:
    for text in texts:
        assert queue.add(alice, turn.conversation.public_id, text, key=uuid4().hex, choice=turns.HOUSE)
    return list(Queued.objects.filter(text__in=texts))


def over(turn: Turn, state: State = State.FINISHED) -> Turn:
    """It has ended so, without anybody ringing."""
    notice = "" if state in (State.FINISHED, State.STOPPED) else "interrupted"
    Turn.objects.filter(pk=turn.pk).update(state=state, ended_at=timezone.now(), notice=notice)
    return turn


def asked(alice: User) -> list[str]:
    return list(
        Message.objects.filter(conversation__owner=alice, role=Role.USER).order_by("pk").values_list("text", flat=True)
    )


def waiting() -> list[str]:
    return list(Queued.objects.values_list("text", flat=True))
