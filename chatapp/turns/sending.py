"""Ask something, and put a question differently."""

from collections.abc import Sequence
from uuid import UUID, uuid4

from accounts.models import User
from chatapp import refusals
from chatapp.files import beside as files_beside
from chatapp.models import Attachment, Message
from chatapp.rows import Question
from chatapp.shapes.schemas import Schema
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
    attachments: Sequence[UUID] = (),
    json_schema: Schema | None = None,
) -> Begun:
    """Ask something, in a new conversation (of this project of theirs) or at the end of one.

    `drafted`: from the composer, which is empty then.
    `json_schema`: the shape the answer is to have.
    `beside`: engines that are to answer it as well, side by side.
    `attachments`: files of theirs; with any, there need be no word.

    Raises Refused, or Conversation.DoesNotExist (also for somebody else's).
    """
    text = checked(text, bare=bool(attachments))
    label = judged(person, text)
    wanted = runs(person, [choice, *beside])
    files = files_beside.chosen(person, attachments)
    label = label or files_beside.label(files)
    begun = _begun(wanted, conversation or uuid4(), text, label, files, shaped=json_schema is not None)

    def write() -> int:
        place = locked(person, conversation) if conversation else None
        files_beside.check_place(files, place)
        question = _below(settled(place) if place else None, text, label, files, json_schema)
        ask(person, place or begun.conversation, question, wanted, project=project, drafted=drafted)
        return question.path_bytes

    asked: dict[str, object] = {"text": text, "conversation": conversation}
    asked |= {"engine": choice.engine, "effort": choice.effort}
    asked |= {"beside": [[each.engine, each.effort] for each in beside]} if beside else {}
    asked |= {"project": project} if project else {}
    asked |= {"attachments": attachments} if attachments else {}
    asked |= {"json_schema": json_schema} if json_schema else {}
    return once(person, key, asked, begun, write)


def edit(person: User, turn_id: UUID, text: str, *, key: str, choice: Choice = HOUSE) -> Begun:
    """Put the question of this turn differently, beside the old one; its files come along. The same words: ask again.

    Raises Refused, or Turn.DoesNotExist.
    """
    turn = own(person, turn_id)
    old, files = turn.prompt, files_beside.of(turn.prompt)
    text = checked(text, bare=bool(files))
    if text == old.text:
        return retry(person, turn_id, key=key, choice=choice)
    if turn.is_open:
        raise refusals.not_now()
    wanted = runs(person, [as_before(turn, choice)])
    label = judged(person, text) or files_beside.label(files)
    shaped = old.json_schema is not None
    begun = _begun(wanted, turn.conversation.public_id, text, label, files, shaped=shaped)

    def write() -> int:
        place = locked(person, turn.conversation.public_id)
        question = _below(old.parent, text, label, files, old.json_schema)
        ask(person, place, question, wanted)
        return question.path_bytes

    asked = {"edit": turn_id, "text": text, "engine": choice.engine, "effort": choice.effort}
    return once(person, key, asked, begun, write)


def _begun(
    wanted: Sequence[Run], conversation: UUID, text: str, label: str, files: Sequence[Attachment], *, shaped: bool
) -> Begun:
    first, *others = wanted
    return Begun(
        first.turn,
        conversation,
        question=text,
        label=label,
        beside=tuple(run.turn for run in others),
        files=tuple(files),
        shaped=shaped,
    )


def _below(
    above: Message | None, text: str, label: str, files: Sequence[Attachment], json_schema: Schema | None
) -> Question:
    weight = len(text.encode()) + files_beside.weight_bytes(files)
    return Question(
        text=text,
        parent=above.pk if above else None,
        path_bytes=(above.path_bytes if above else 0) + weight,
        depth=(above.depth if above else 0) + 1,
        label=label,
        files=tuple(file.pk for file in files),
        pictures=any(file.is_picture for file in files),
        json_schema=json_schema,
    )
