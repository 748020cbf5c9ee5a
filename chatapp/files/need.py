"""Which files of a conversation go to the engine: by need, the newest first, and in words what does not."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.conf import settings

from chatapp.files.refs import FileRef, Said, files_of
from usage import estimates
from xai.values import ChatMessage

LEAST_TOKENS = 500  # less of a file than this says nothing


def by_need(said: Sequence[ChatMessage], *, sees: bool, room_tokens: int) -> list[ChatMessage]:
    """The same messages with the files that fit. The question's own files are cut rather than left out."""
    room = _Room(room_tokens, settings.CONTEXT_PICTURES, settings.CONTEXT_PICTURE_BYTES)
    kept = [
        _fitted(message, room, sees=sees, asked_now=number == 0) if files_of(message) else message
        for number, message in enumerate(reversed(said))
    ]
    kept.reverse()
    return kept


@dataclass(slots=True)
class _Room:
    """What is left for files, as it is used up."""

    tokens: int
    pictures: int
    picture_bytes: int


def _fitted(message: ChatMessage, room: _Room, *, sees: bool, asked_now: bool) -> ChatMessage:
    kept: list[FileRef] = []
    notes: list[str] = []
    for ref in files_of(message):
        if note := _reason_against(ref, room, sees=sees, asked_now=asked_now):
            notes.append(note)
            continue
        if ref.ceiling > room.tokens:
            ref = replace(ref, most_tokens=room.tokens * estimates.CEILING_BYTES // estimates.TYPICAL_BYTES)
        room.tokens -= ref.ceiling
        room.pictures -= ref.is_picture
        room.picture_bytes -= ref.bytes * ref.is_picture
        kept.append(ref)
    return Said(message.role, "\n\n".join([*notes, *filter(None, [message.text])]), files=tuple(kept))


def _reason_against(ref: FileRef, room: _Room, *, sees: bool, asked_now: bool) -> str:
    """A note in words for the engine, when this is not shown; empty when it is."""
    if ref.gone:
        return gone(ref.is_picture)
    if not ref.is_picture:
        short = ref.ceiling > room.tokens and not (asked_now and room.tokens >= LEAST_TOKENS)
        return f"[The file {ref.name} is left out here: there is no room for it.]" if short else ""
    if not sees:
        return f"[The picture {ref.name} is left out here: you cannot see pictures.]"
    used_up = room.pictures <= 0 or room.picture_bytes < ref.bytes or room.tokens < ref.ceiling
    return f"[The picture {ref.name}, shown earlier, is left out here.]" if used_up else ""


def gone(is_picture: bool) -> str:
    """What stands where something was that its owner has deleted. Its name went with it."""
    return "[picture removed]" if is_picture else "[file removed]"
