"""Ways on from a turn, each ended at once, and what its conversation then shows."""

from uuid import UUID, uuid4

from accounts.models import User
from chatapp import stretches, turns
from chatapp.models import Conversation, Turn
from chatapp.thread import Section
from chatapp.turns import Choice
from tests.chatapp.answers import ends

FIRST, SECOND, THIRD = "grok-4.7", "grok-4.6", "grok-4.20-0309-non-reasoning"


def edited(person: User, turn: Turn, text: str, answer: str = "Because of that.") -> Turn:
    begun = turns.edit(person, turn.public_id, text, key=uuid4().hex)
    return ends(Turn.objects.get(public_id=begun.turn), answer)


def retried(person: User, turn: Turn, answer: str = "Or rather so.") -> Turn:
    begun = turns.retry(person, turn.public_id, key=uuid4().hex)
    return ends(Turn.objects.get(public_id=begun.turn), answer)


def compared(person: User, *engines: str, conversation: UUID | None = None) -> list[Turn]:
    first, *others = [Choice(engine) for engine in engines]
    begun = turns.send(
        person,
        "Which?",
        key=uuid4().hex,
        conversation=conversation or turns.ANEW,
        choice=first,
        along=turns.Along(beside=others),
    )
    return list(Turn.objects.filter(comparison=Turn.objects.get(public_id=begun.turn).comparison).order_by("pk"))


def shown(turn: Turn) -> list[Section]:
    return stretches.latest(Conversation.objects.get(pk=turn.conversation_id)).sections


def said(turn: Turn) -> list[str]:
    return [section.prompt.text for section in shown(turn)]


def numbers(section: Section) -> tuple[str, str]:
    """What stands at the question, and in the receipt."""
    return tuple(f"{each.number}/{each.count}" for each in (section.wordings, section.siblings))  # type: ignore[return-value]
