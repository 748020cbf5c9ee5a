"""Ask something, and put a question differently."""

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID, uuid4

from accounts.models import User
from chatapp import refusals
from chatapp.engines import choosing
from chatapp.files import beside as files_beside
from chatapp.models import Attachment, Message
from chatapp.rows import Question
from chatapp.shapes.schemas import Schema
from chatapp.turns.again import as_before, own, retry
from chatapp.turns.beginning import Run, ask, locked, new_place, once, runs
from chatapp.turns.comparing import settled
from chatapp.turns.values import ANEW, BARE, HOUSE, Along, Anew, Begun, Choice, Written
from chatapp.turns.words import checked, judged


def send(
    person: User,
    text: str,
    *,
    key: str,
    conversation: UUID | Anew = ANEW,
    choice: Choice = HOUSE,
    along: Along = BARE,
) -> Begun:
    """Ask something, at the end of a conversation or in a new one. Raises Refused, or Conversation.DoesNotExist.

    The latter also for somebody else's. `choice`: who is to answer, as somebody chose it just now.
    """
    text = checked(text, bare=bool(along.attachments))
    label = judged(person, text)
    wanted = runs(person, [choice, *along.beside])
    files = files_beside.chosen(person, along.attachments)
    label = label or files_beside.label(files)
    there = None if isinstance(conversation, Anew) else conversation
    begun = _begun(wanted, there or uuid4(), text, label, files, shaped=along.json_schema is not None)

    def write() -> Written:
        if isinstance(conversation, Anew):
            place, above = new_place(person, conversation, begun.conversation), None
        else:
            place = locked(person, conversation)
            above = settled(place)
        files_beside.check_place(files, place if place.pk else None)
        question = _below(above, text, label, files, along.json_schema)
        ask(person, place, question, wanted, drafted=along.drafted)
        return Written(question.path_bytes, place.project)

    asked: dict[str, object] = {"text": text, "conversation": there, "engine": choice.engine, "effort": choice.effort}
    asked |= {"beside": [[each.engine, each.effort] for each in along.beside]} if along.beside else {}
    asked |= {"attachments": along.attachments} if along.attachments else {}
    asked |= {"json_schema": along.json_schema} if along.json_schema else {}
    if isinstance(conversation, Anew) and conversation.project:
        asked |= {"project": conversation.project}
    if isinstance(conversation, Anew) and conversation.persona:
        asked |= {"persona": conversation.persona}
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
    if turn.chosen_because and not choice.engine:  # Auto chose for the old words; it looks at the new ones, too
        choice = replace(choice, engine=choosing.AUTO)
    wanted = runs(person, [as_before(turn, choice)])
    label = judged(person, text) or files_beside.label(files)
    shaped = old.json_schema is not None
    begun = _begun(wanted, turn.conversation.public_id, text, label, files, shaped=shaped)

    def write() -> Written:
        place = locked(person, turn.conversation.public_id)
        question = _below(old.parent, text, label, files, old.json_schema)
        ask(person, place, question, wanted)
        return Written(question.path_bytes, place.project)

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
