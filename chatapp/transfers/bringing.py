"""One conversation out of a file, written as this person's; the same one only once."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from chatapp import trees
from chatapp.files import uploads
from chatapp.files.refusals import NotTaken
from chatapp.models import Attachment, Conversation, Origin, Transfer, TransferState
from chatapp.naming import first_words
from chatapp.transfers import limits
from chatapp.transfers.raw import Brought, File, clean
from foundation import outages


class Stopped(Exception):
    """It was cancelled, or somebody else works on it."""


Fetch = Callable[[str], bytes]  # a file of the archive by (the beginning of) its name; empty: it is not there
WHEN = ("created_at", "written_at")


def here_already(person: User, source: str) -> bool:
    """Whether this very conversation was brought before, or was never away, and is still here."""
    if not source:
        return False
    if Origin.objects.filter(owner=person, source=source, conversation__deleted_at=None).exists():
        return True
    kind, _, name = source.partition(":")
    try:
        return kind == "salon" and Conversation.objects.owned_by(person).kept().filter(public_id=UUID(name)).exists()
    except ValueError:  # no id of ours
        return False


def write(run: Transfer, number: int, brought: Brought, fetch: Fetch) -> Conversation | None:
    """Everything of it that can be kept; what cannot is counted in `brought.lost`. None: it is here already.

    `number`: its place in the file of this run. Raises Stopped when the run is not ours any more.
    """
    person = run.owner
    if here_already(person, brought.source):
        return None
    nodes = list(brought.nodes)
    for index, files in brought.files.items():
        kept = _files(person, files, fetch, brought, f"{run.pk}:{number}")
        nodes[index] = replace(nodes[index], files=kept)
    columns = {name: value for name, value in brought.columns.items() if value is not None or name not in WHEN}
    columns.setdefault("created_at", nodes[0].created_at)
    columns.setdefault("written_at", max(node.created_at for node in nodes))
    columns |= limits.kept(columns, brought.lost)
    with transaction.atomic():
        _still_ours(run)
        if here_already(person, brought.source):  # a hand that was slower than its lease
            return None
        if brought.project:
            columns["project"] = limits.project(person, brought.project, brought.lost)
        made = trees.write(person, nodes, leaf=brought.leaf, title=brought.title, read_at=timezone.now(), **columns)
        if brought.source:
            Origin.objects.filter(owner=person, source=brought.source).delete()
            Origin.objects.create(owner=person, conversation=made, source=brought.source[:200])
    return made


def _still_ours(run: Transfer) -> None:
    """Nobody else claims this run before our transaction has ended: of two hands one writes. Raises Stopped."""
    ours = Transfer.objects.filter(pk=run.pk, lease=run.lease, state=TransferState.WORKING)
    if not ours.select_for_update(no_key=True).values_list("pk", flat=True).first():
        raise Stopped


def name_of(item: Any, brought: Brought | None) -> str:
    """What a report calls it."""
    if brought and brought.title:
        return brought.title
    asked = next((node.text or node.hidden for node in brought.nodes), "") if brought else ""
    title = item.get("title") if isinstance(item, dict) else ""
    return first_words(asked) if asked else clean(title, 80).strip() or "Without a title"


def _files(person: User, files: Sequence[File], fetch: Fetch, brought: Brought, place: str) -> tuple[Attachment, ...]:
    """Taken in as if they had been put into the composer: opened in the bounded child, judged, counted.

    `place`: the run and the place in it: another hand finds what the one before it took. Raises NotTaken, from an
    outage: a store that is away for a moment is no reason to lose a file.
    """
    kept: list[Attachment] = []
    for file in files:
        data = file.data or (fetch(file.member) if file.member else b"")
        key = hashlib.sha256(f"{place}:{file.id}:".encode("utf-8", "replace") + data).hexdigest()
        try:
            taken = uploads.take(person, SimpleUploadedFile(file.name or "file", data), key=key) if data else None
        except NotTaken as refused:
            if outages.is_outage(refused):
                raise
            taken = None
        if taken is None:
            brought.lost["file"] += 1
        elif taken.pk not in {each.pk for each in kept}:
            kept.append(taken)
    return tuple(kept)
