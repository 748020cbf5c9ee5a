"""Bringing what stands beside a conversation's questions to the engine: pictures from their store, texts from their rows.

Done by a relay after it has claimed a turn, in threads of its own, and never for longer than FILE_LOAD_SECONDS.
"""

import asyncio
import base64
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

import structlog
from django.conf import settings

from chatapp.files import keeping
from chatapp.files.need import gone
from chatapp.files.refs import FileRef, Said, files_of
from chatapp.models import Attachment
from chatapp.threads import Threads
from foundation.outages import DOWN
from usage import estimates
from xai.values import ChatMessage, ChatRequest, PictureIn

log = structlog.get_logger(__name__)

THREADS = 8
NEEDED = ("pk", "public_id", "kind", "name", "media_type", "key", "thumb_key", "text", "temporary", "deleted_at")


class Away(Exception):
    """The store or the database did not give the contents in time: nothing can be asked now."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """One file's contents: a picture, or the text with its frame. Both None: it is gone."""

    picture: PictureIn | None = None
    text: str | None = None


class Loader:
    """Loads requests. One for each relay."""

    def __init__(self) -> None:
        self._threads = Threads(THREADS)

    async def load(self, request: ChatRequest) -> ChatRequest:
        """The request with all contents in it; the same one when it has none. Raises Away."""
        wanted = list(dict.fromkeys(ref for message in request.messages for ref in files_of(message)))
        if not wanted:
            return request
        try:
            async with asyncio.timeout(settings.FILE_LOAD_SECONDS):
                rows = await self._threads.run(_rows, {ref.pk for ref in wanted})
                loaded = await asyncio.gather(*(self._threads.run(_loaded, rows.get(ref.pk), ref) for ref in wanted))
        except (TimeoutError, *DOWN) as error:
            log.warning("files_not_loaded", trace=request.trace, cause=type(error).__name__)
            raise Away from error
        found = dict(zip(wanted, loaded, strict=True))
        return replace(request, messages=tuple(_whole(message, found) for message in request.messages))

    def close(self) -> None:
        """End its threads."""
        self._threads.close()


def _rows(keys: Collection[int]) -> dict[int, Attachment]:
    return {row.pk: row for row in Attachment.objects.filter(pk__in=keys).only(*NEEDED)}


def _loaded(row: Attachment | None, ref: FileRef) -> Loaded:
    if row is None or row.deleted_at is not None:
        return Loaded()
    try:
        content = keeping.data(row)
    except FileNotFoundError:
        return Loaded()
    if row.is_picture:
        encoded = base64.b64encode(content).decode("ascii")
        return Loaded(picture=PictureIn(f"data:{row.media_type};base64,{encoded}", ref.tokens))
    return Loaded(text=framed(row, content.decode(), ref.most_tokens))


def framed(row: Attachment, text: str, most_tokens: int | None) -> str:
    """A text between two lines that nothing in it can imitate: their mark is the file's id, which its writer never saw."""
    mark = row.public_id.hex[:12]
    if most_tokens is not None and (most := most_tokens * estimates.TYPICAL_BYTES) < len(text.encode()):
        part = text.encode()[:most].decode(errors="ignore")
        text = f"{part}\n[The file goes on: these are its first {len(part):,} of {len(text):,} characters.]"
    return f"<<< file {mark}: {row.name}\n{text}\n>>> end of file {mark}"


def _whole(message: ChatMessage, found: Mapping[FileRef, Loaded]) -> ChatMessage:
    if not isinstance(message, Said):
        return message
    pictures: list[PictureIn] = []
    names: list[str] = []
    before: list[str] = []
    for ref in message.files:
        loaded = found[ref]
        if loaded.picture is not None:
            pictures.append(loaded.picture)
            names.append(ref.name)
        else:
            before.append(loaded.text if loaded.text is not None else gone(ref.is_picture))
    if len(names) > 1:
        before.append(f"[The pictures in order: {', '.join(names)}]")
    return ChatMessage(message.role, "\n\n".join([*before, *filter(None, [message.text])]), tuple(pictures))
