"""What this room gives to an authority about a locked answer: the whole conversation with its branches and files."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any
from uuid import UUID

from chatapp.files import keeping
from chatapp.models import Attachment, Message
from moderation.locked.evidence import Evidence, Exhibit

TURN_FACTS = (
    *(
        "state",
        "engine",
        "engine_used",
        "reason",
        "prompt_version",
        "request_id",
        "response_id",
        "asked_at",
        "ended_at",
    ),
    "project_file_ids",
)
FILE_FACTS = ("public_id", "kind", "name", "media_type", "bytes", "sha256", "text", "created_at", "deleted_at")


def of_answer(subject: UUID) -> Evidence:
    """Every message, also where its words are hidden, and every file that went along."""
    answer = Message.objects.filter(public_id=subject).select_related("conversation").first()
    if answer is None:
        return Evidence({"messages": []})
    place = answer.conversation
    messages = Message.objects.filter(conversation=place).select_related("parent", "turn").order_by("pk")
    said = [_message(message) for message in messages]
    ids = {key for message in said for key in message.get("project_file_ids", ())}
    beside = Attachment.objects.filter(places__message__conversation=place) | Attachment.objects.filter(pk__in=ids)
    files = list(beside.distinct().order_by("pk"))
    facts = {
        "conversation": place.public_id,
        "title": place.title,
        "temporary": place.temporary,
        "created_at": place.created_at,
        "flagged": subject,
        "messages": said,
        "files": [{name: getattr(file, name) for name in FILE_FACTS} | {"file": _name(file)} for file in files],
    }
    return Evidence(facts, [Exhibit(_name(file), _pieces(file), file.sha256) for file in files])


def _message(message: Message) -> Mapping[str, Any]:
    turn = getattr(message, "turn", None)
    return {
        "id": message.public_id,
        "parent": message.parent and message.parent.public_id,
        "role": message.role,
        "text": message.text,
        "reasoning": message.reasoning,
        "hidden_behind": message.hidden,
        "takedown_at": message.takedown_at,
        "created_at": message.created_at,
        **({name: getattr(turn, name) for name in TURN_FACTS} if turn else {}),
    }


def _pieces(file: Attachment) -> Callable[[], Iterator[bytes]]:
    return lambda: iter([keeping.data(file)])


def _name(file: Attachment) -> str:
    return f"{file.public_id}-{file.name.replace('/', '_')}"
