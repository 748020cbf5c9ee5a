"""Ask something."""

from uuid import UUID, uuid4

from accounts.models import User
from chatapp.models import Kind
from chatapp.rows import Question
from chatapp.turns.beginning import begin, chosen, held, locked, once
from chatapp.turns.values import HOUSE, Begun, Choice
from chatapp.turns.words import checked, judged


def send(
    person: User,
    text: str,
    *,
    key: str,
    conversation: UUID | None = None,
    choice: Choice = HOUSE,
    project: UUID | None = None,
    drafted: bool = False,
) -> Begun:
    """Ask something, in a new conversation (of this project of theirs) or at the end of one.

    `drafted`: from the composer, which is empty then.

    Raises Refused, or Conversation.DoesNotExist (also for somebody else's).
    """
    text = checked(text)
    label = judged(person, text)
    engine, effort = chosen(person, choice)
    begun = Begun(uuid4(), conversation or uuid4(), question=text, label=label)

    def write() -> int:
        place = locked(person, conversation) if conversation else None
        leaf = place.leaf if place else None
        path_bytes = (leaf.path_bytes if leaf else 0) + len(text.encode())
        question = Question(
            text=text,
            parent=leaf.pk if leaf else None,
            path_bytes=path_bytes,
            depth=(leaf.depth if leaf else 0) + 1,
            label=label,
        )
        hold = held(person, begun.turn, engine, effort, path_bytes, question.depth)
        begin(begun, person, place, question, hold, Kind.FIRST, engine, effort, project=project, drafted=drafted)
        return path_bytes

    asked = {"text": text, "conversation": conversation, "engine": choice.engine, "effort": choice.effort}
    asked |= {"project": project} if project else {}
    return once(person, key, asked, begun, write)
