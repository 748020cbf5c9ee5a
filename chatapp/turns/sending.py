"""Ask something, and put a question differently."""

from collections.abc import Sequence
from uuid import UUID, uuid4

from accounts.models import User
from chatapp import refusals
from chatapp.models import Message
from chatapp.rows import Question
from chatapp.turns.again import as_before, own, retry
from chatapp.turns.beginning import Run, ask, locked, once, runs
from chatapp.turns.comparing import settled
from chatapp.turns.values import HOUSE, Begun, Choice
from chatapp.turns.words import checked, judged


def send(
    person: User,
    text: str,
    *,
    key: str,
    conversation: UUID | None = None,
    choice: Choice = HOUSE,
    beside: Sequence[Choice] = (),
    project: UUID | None = None,
    drafted: bool = False,
) -> Begun:
    """Ask something, in a new conversation (of this project of theirs) or at the end of one.

    `drafted`: from the composer, which is empty then.
    `beside`: engines that are to answer it as well, side by side.

    Raises Refused, or Conversation.DoesNotExist (also for somebody else's).
    """
    text = checked(text)
    label = judged(person, text)
    wanted = runs(person, [choice, *beside])
    begun = _begun(wanted, conversation or uuid4(), text, label)

    def write() -> int:
        place = locked(person, conversation) if conversation else None
        question = _below(settled(place) if place else None, text, label)
        ask(person, place or begun.conversation, question, wanted, project=project, drafted=drafted)
        return question.path_bytes

    asked: dict[str, object] = {"text": text, "conversation": conversation}
    asked |= {"engine": choice.engine, "effort": choice.effort}
    asked |= {"beside": [[each.engine, each.effort] for each in beside]} if beside else {}
    asked |= {"project": project} if project else {}
    return once(person, key, asked, begun, write)


def edit(person: User, turn_id: UUID, text: str, *, key: str, choice: Choice = HOUSE) -> Begun:
    """Put the question of this turn differently, beside the old one; its files come along. The same words: ask again.

    Raises Refused, or Turn.DoesNotExist.
    """
    turn = own(person, turn_id)
    old, text = turn.prompt, checked(text)
    if text == old.text:
        return retry(person, turn_id, key=key, choice=choice)
    if turn.is_open:
        raise refusals.not_now()
    label = judged(person, text)
    wanted = runs(person, [as_before(turn, choice)])
    begun = _begun(wanted, turn.conversation.public_id, text, label)

    def write() -> int:
        place = locked(person, turn.conversation.public_id)
        question = _below(old.parent, text, label, instead_of=old.pk)
        ask(person, place, question, wanted)
        return question.path_bytes

    asked = {"edit": turn_id, "text": text, "engine": choice.engine, "effort": choice.effort}
    return once(person, key, asked, begun, write)


def _begun(wanted: Sequence[Run], conversation: UUID, text: str, label: str) -> Begun:
    first, *others = wanted
    return Begun(first.turn, conversation, question=text, label=label, beside=tuple(run.turn for run in others))


def _below(above: Message | None, text: str, label: str, instead_of: int | None = None) -> Question:
    return Question(
        text=text,
        parent=above.pk if above else None,
        path_bytes=(above.path_bytes if above else 0) + len(text.encode()),
        depth=(above.depth if above else 0) + 1,
        label=label,
        instead_of=instead_of,
    )
