"""Long conversations, made at once: a thousand questions one by one would take minutes."""

from collections.abc import Sequence
from uuid import uuid4

from chatapp.models import Conversation, Message, Turn


def lengthen(turn: Turn, answers: Sequence[str]) -> list[Turn]:
    """Follow an ended turn by one more for each of these answers, like it in all else; the conversation ends there."""
    place, depth = turn.conversation, turn.answer.depth
    asked, said = [], []
    for number, text in enumerate(answers):
        asked.append(Message(conversation=place, role="user", text=f"And {number}?", depth=depth + 2 * number + 1))
        said.append(Message(conversation=place, role="assistant", text=text, depth=depth + 2 * number + 2))
    Message.objects.bulk_create([*asked, *said])
    for question, answer, before in zip(asked, said, [turn.answer, *said], strict=False):
        question.parent, answer.parent = before, question
    Message.objects.bulk_update([*asked, *said], ["parent"], batch_size=500)
    ended = Turn.objects.get(pk=turn.pk)
    turns = [_like(ended, question, answer) for question, answer in zip(asked, said, strict=True)]
    Turn.objects.bulk_create(turns)
    Conversation.objects.filter(pk=place.pk).update(leaf=[turn.answer, *said][-1])
    return turns


def _like(turn: Turn, prompt: Message, answer: Message) -> Turn:
    fields = {field.attname: getattr(turn, field.attname) for field in Turn._meta.concrete_fields}
    own = {"public_id": uuid4(), "request_id": uuid4().hex, "prompt_id": prompt.pk, "answer_id": answer.pk}
    return Turn(**{name: value for name, value in (fields | own).items() if name != "id"})
