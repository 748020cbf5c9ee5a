"""A copy of a path of messages, as a new conversation.

What is copied: every question and answer from the beginning to the message named, as their owner may read them, with
their times, the engines' names, how each answer ended, the thinking, and the files (each with bytes of its own, so that
deleting one side leaves the other whole). For one's own: title, project, tags, engine, effort, parameters, instructions,
and that it is temporary, too.
What is not: siblings and later messages, an answer still being written, words the desk hides (the sentence in their place
comes along), and receipts: what an answer cost stands with the original, its copy is a turn without a hold or figures.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from pathlib import PurePosixPath
from typing import Any
from uuid import UUID, uuid4

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from chatapp import refusals, trees
from chatapp.files import keeping, uploads
from chatapp.files.refusals import NotTaken
from chatapp.models import Attachment, Conversation, Message
from chatapp.trees import Node
from foundation.storage import media
from foundation.wakeups import wake

SETTINGS = ("title", "title_by", "project_id", "tags", "engine", "effort", "parameters", "instructions", "temporary")


def branch_off(person: User, conversation: UUID, message: UUID) -> Conversation:
    """A new conversation of the same person that ends with this message of theirs, to go another way from there.

    Raises Conversation.DoesNotExist or Message.DoesNotExist (foreign ones alike), Refused while the only answer is still
    being written or where there is no room for the files, StorageDown.
    """
    source = Conversation.objects.owned_by(person).kept().get(public_id=conversation)
    last = Message.objects.get(public_id=message, conversation=source)
    return of_path(person, last, **{name: getattr(source, name) for name in SETTINGS})


def of_path(person: User, last: Message, *, files: Collection[int] | None = None, **columns: Any) -> Conversation:
    """A new conversation of this person with everything up to `last`; whoever calls has seen that they may read it.

    `files`: keys of the attachments to bring, None: all. Raises Refused, StorageDown.
    """
    said = trees.path(last.pk)
    if not said:
        raise refusals.still_writing()
    with transaction.atomic():
        made = trees.write(person, with_files_of(person, said, files), written_at=timezone.now(), **columns)
        wake(person.public_id, "conversation", made.public_id)
    return made


def with_files_of(person: User, nodes: Sequence[Node], wanted: Collection[int] | None = None) -> list[Node]:
    """The same nodes, their files copied for this person, each once. Raises Refused where there is no room for them.

    Call it in the transaction that writes the rows: the person's lock is held till then. The bytes are copied before any
    row is written: what dies in between is an object without a row, which the sweep of such objects finds. A file whose
    bytes are gone stays behind, and the question it stood beside says so.
    """
    rows = {file.pk: file for node in nodes for file in node.files if wanted is None or file.pk in wanted}
    if rows:
        _room_for(person, rows.values())
    fresh = {pk: _copied(person, file) for pk, file in rows.items()}
    return [_with(node, fresh) for node in nodes]


def _room_for(person: User, files: Collection[Attachment]) -> None:
    try:
        uploads.room_for(person, files=len(files), size=sum(file.bytes for file in files))
    except NotTaken as full:
        raise refusals.no_room(full.sentence) from full


def _with(node: Node, fresh: Mapping[int, Attachment | None]) -> Node:
    """This node with its files' copies, and a word about those that are gone."""
    gone = [file.name for file in node.files if file.pk in fresh and fresh[file.pk] is None]
    said = [f"Not brought along, because it is gone: {', '.join(gone)}."] if gone else []
    copied = (fresh.get(file.pk) for file in node.files)
    return replace(
        node, files=tuple(file for file in copied if file), label=" ".join(filter(None, [node.label, *said]))
    )


ALIKE = ("kind", "name", "media_type", "sha256", "pdq", "bytes", "width", "height", "pages", "text", "tokens", "label")


def _copied(person: User, file: Attachment) -> Attachment | None:
    """A row not saved yet, with bytes of its own. None: its bytes are gone."""
    try:
        return _made(person, file)
    except FileNotFoundError:
        return None


def _made(person: User, file: Attachment) -> Attachment:
    fresh = uuid4()
    made = Attachment(
        public_id=fresh,
        owner=person,
        temporary=file.temporary,
        key=_bytes_of(file.key, f"{fresh.hex}"),
        thumb_key=_bytes_of(file.thumb_key, f"{fresh.hex}-thumb"),
        **{name: getattr(file, name) for name in ALIKE},
    )
    if file.temporary:
        keeping.copy_temporary(file, made)
    return made


def _bytes_of(key: str, name: str) -> str:
    """The bytes under this key under another one beside it; nothing for nothing."""
    if not key:
        return ""
    place = PurePosixPath(key)
    with media().open(key) as stored:
        return media().save(str(place.with_name(name + place.suffix)), ContentFile(stored.read()))
