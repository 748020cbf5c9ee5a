"""Which files of a conversation go to the engine: by need, the newest first, and in words what does not."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from django.conf import settings

from chatapp.files.refs import FileRef, Said, files_of
from usage import estimates
from xai.values import ChatMessage

LEAST_TOKENS = 500  # less of a file than this says nothing


@dataclass(slots=True)
class Room:
    """What is left for files, as it is used up."""

    tokens: int
    pictures: int
    picture_bytes: int

    def take(self, ref: FileRef) -> None:
        """This one goes along."""
        self.tokens -= ref.ceiling
        self.pictures -= ref.is_picture
        self.picture_bytes -= ref.bytes * ref.is_picture


def by_need(
    said: Sequence[ChatMessage],
    *,
    sees: bool,
    room_tokens: int,
    sent_before: Sequence[FileRef] = (),
) -> list[ChatMessage]:
    """The same messages with the files that fit. The question's own files are cut rather than left out.

    `sent_before`: what goes before all of them, out of the same room; what goes whole there does not go again.
    """
    room = Room(room_tokens, settings.CONTEXT_PICTURES, settings.CONTEXT_PICTURE_BYTES)
    for ref in sent_before:
        room.take(ref)
    above = {ref.pk for ref in sent_before if ref.most_tokens is None}
    kept = [
        _fitted(message, room, above, sees=sees, asked_now=number == 0) if files_of(message) else message
        for number, message in enumerate(reversed(said))
    ]
    kept.reverse()
    return kept


def fit(files: Iterable[FileRef], room: Room, *, sees: bool, cut: bool) -> tuple[list[FileRef], list[str]]:
    """Those there is room for, and a note for each of the others. `cut`: in part rather than not at all."""
    kept: list[FileRef] = []
    notes: list[str] = []
    for ref in files:
        if note := _reason_against(ref, room, sees=sees, cut=cut):
            notes.append(note)
            continue
        if ref.ceiling > room.tokens:
            ref = replace(ref, most_tokens=room.tokens * estimates.CEILING_BYTES // estimates.TYPICAL_BYTES)
        room.take(ref)
        kept.append(ref)
    return kept, notes


def _fitted(message: ChatMessage, room: Room, above: set[int], *, sees: bool, asked_now: bool) -> ChatMessage:
    again = [f"[{ref.name}: see the project's files.]" for ref in files_of(message) if ref.pk in above]
    others = [ref for ref in files_of(message) if ref.pk not in above]
    kept, notes = fit(others, room, sees=sees, cut=asked_now)
    return Said(message.role, "\n\n".join([*again, *notes, *filter(None, [message.text])]), files=tuple(kept))


def _reason_against(ref: FileRef, room: Room, *, sees: bool, cut: bool) -> str:
    """A note in words for the engine, when this is not shown; empty when it is."""
    if ref.gone:
        return gone(ref.is_picture)
    if not ref.is_picture:
        short = ref.ceiling > room.tokens and not (cut and room.tokens >= LEAST_TOKENS)
        return f"[The file {ref.name} is left out here: there is no room for it.]" if short else ""
    if not sees:
        return f"[The picture {ref.name} is left out here: you cannot see pictures.]"
    used_up = room.pictures <= 0 or room.picture_bytes < ref.bytes or room.tokens < ref.ceiling
    return f"[The picture {ref.name}, shown earlier, is left out here.]" if used_up else ""


def gone(is_picture: bool) -> str:
    """What stands where something was that its owner has deleted. Its name went with it."""
    return "[picture removed]" if is_picture else "[file removed]"
