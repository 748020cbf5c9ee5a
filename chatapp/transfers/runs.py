"""A transfer from beginning to end: asked for, worked on by whoever holds its lease, found again, cancelled, purged."""

import tempfile
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from typing import IO, Any
from uuid import UUID

import structlog
from django.conf import settings
from django.core.files.base import File
from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone
from zipstream import ZIP_DEFLATED, ZipStream

from accounts.models import User
from chatapp.models import Conversation, Transfer, TransferKind, TransferState
from chatapp.models.transfer import UNDER_WAY
from chatapp.transfers import bringing, form, pages, sources
from chatapp.transfers.archive import Archive
from chatapp.transfers.parsing import NotReadable, Unfit
from foundation import outbox
from foundation.storage import media
from foundation.wakeups import wake

log = structlog.get_logger(__name__)

FORMS = ("json", "markdown", "html")
NAMED = 20  # conversations a report names for one reason
LEASE_SECONDS = 60


class Busy(Exception):
    """One of this kind is under way already."""


class Stopped(Exception):
    """It was cancelled, or somebody else works on it."""


def take_along(person: User, shape: str) -> Transfer:
    """Everything, as one zip of this form. Raises Busy."""
    return _begin(Transfer(owner=person, kind=TransferKind.EXPORT, form=shape))


def bring(person: User, upload: "File[bytes]") -> Transfer:
    """Read this file in the background. Raises Busy, StorageDown."""
    if Transfer.objects.owned_by(person).filter(kind=TransferKind.IMPORT, state__in=UNDER_WAY).exists():
        raise Busy
    row = Transfer(owner=person, kind=TransferKind.IMPORT, name=(upload.name or "file")[:200], bytes=upload.size)
    row.key = media().save(f"transfers/{row.public_id.hex}", upload)
    try:
        return _begin(row)
    except Busy:
        media().delete(row.key)
        raise


def cancel(person: User, transfer: UUID) -> None:
    """End it where it stands; what an import has brought stays. Raises Transfer.DoesNotExist."""
    found = Transfer.objects.owned_by(person).get(public_id=transfer)
    if _end(found, TransferState.CANCELLED, {}):
        _forget(Transfer.objects.get(pk=found.pk))


def work(transfer_id: int) -> bool:
    """Do it, unless somebody else does. False: there was nothing to do."""
    with transaction.atomic():
        token = Transfer.objects.filter(pk=transfer_id, state__in=UNDER_WAY).claim(LEASE_SECONDS)
        if token is None:
            return False
        Transfer.objects.filter(pk=transfer_id).update(state=TransferState.WORKING, done=0)
    row = Transfer.objects.select_related("owner").get(pk=transfer_id)
    try:
        _export(row) if row.kind == TransferKind.EXPORT else _import(row)
    except Stopped:
        _forget(Transfer.objects.get(pk=transfer_id))
    return True


def sweep() -> None:
    """Ring again for what nobody works on; a day after the end the files go."""
    for pk in Transfer.objects.free().filter(state__in=UNDER_WAY).values_list("pk", flat=True)[:50]:
        outbox.ring("chatapp.tasks.transfer", pk, queue="media")
    over = timezone.now() - timedelta(hours=settings.TRANSFER_KEPT_HOURS)
    for row in Transfer.objects.exclude(key="").filter(ended_at__lt=over)[:50]:
        _forget(row)


def _begin(row: Transfer) -> Transfer:
    try:
        with transaction.atomic():
            row.save(force_insert=True)
            outbox.ring("chatapp.tasks.transfer", row.pk, queue="media")
    except IntegrityError as error:
        raise Busy from error
    return row


def _export(row: Transfer) -> None:
    mine = Conversation.objects.owned_by(row.owner).listed().select_related("project").order_by("pk")
    Transfer.objects.filter(pk=row.pk).update(total=mine.count())
    with tempfile.TemporaryFile() as file:
        for chunk in _zipped(row, mine.iterator(chunk_size=50)):
            file.write(chunk)
        size = file.tell()
        file.seek(0)
        key = f"transfers/{row.public_id.hex}-{(row.lease or row.public_id).hex[:8]}.zip"
        media().save(key, File(file))
    if not _end(row, TransferState.FINISHED, {}, key=key, bytes=size):
        media().delete(key)


def _zipped(row: Transfer, mine: Iterator[Conversation]) -> Iterator[bytes]:
    counted = _counting(row, mine)
    packed: Any = ZipStream(compress_type=ZIP_DEFLATED)
    if row.form == "json":
        packed.add((piece.encode() for piece in form.pieces(counted, timezone.now().isoformat())), "conversations.json")
        yield from packed.all_files()
    else:
        taken: set[str] = set()
        for conversation in counted:
            name = pages.file_name(conversation, "md" if row.form == "markdown" else "html", taken)
            taken.add(name)
            made = pages.as_markdown(conversation) if row.form == "markdown" else pages.as_html(conversation)
            packed.add(made.encode(), name)
            yield from packed.all_files()
    yield from packed.finalize()


def _counting(row: Transfer, mine: Iterator[Conversation]) -> Iterator[Conversation]:
    for number, conversation in enumerate(mine):
        _told(row, done=number)
        yield conversation


def _import(row: Transfer) -> None:
    report: dict[str, Any] = {"taken": 0, "skipped": 0, "lost": {}}
    with tempfile.TemporaryFile() as file:
        with media().open(row.key) as stored:
            while piece := stored.read(1 << 20):
                file.write(piece)
        file.seek(0)
        try:
            total = _count(file)
            Transfer.objects.filter(pk=row.pk).update(total=total)
            file.seek(0)
            archive = Archive(file)
            for number, item in enumerate(archive.items()):
                _told(row, done=number)
                _take(row.owner, item, archive, report)
        except NotReadable as error:
            log.info("import_not_readable", transfer=str(row.public_id), cause=str(error))
            _lose(report, Counter({"unreadable": 1}), "")
    state = TransferState.FINISHED if report["taken"] or report["skipped"] else TransferState.FAILED
    _end(row, state, report)
    _forget(Transfer.objects.get(pk=row.pk))


def _count(file: IO[bytes]) -> int:
    """How many there are, as far as can be read."""
    count = 0
    try:
        for _ in Archive(file).items():
            count += 1
    except NotReadable:
        pass
    return count


def _take(person: User, item: Any, archive: Archive, report: dict[str, Any]) -> None:
    if isinstance(item, Unfit):
        return _lose(report, Counter({"too_large": 1}), "")
    try:
        brought = sources.read(item)
        if brought is None:
            return _lose(report, Counter({"no_conversation": 1}), bringing.name_of(item, None))
        if not brought.nodes:
            return _lose(report, brought.lost + Counter({"nothing_said": 1}), bringing.name_of(item, brought))
        if bringing.here_already(person, brought.source):
            report["skipped"] += 1
            return None
        bringing.write(person, brought, archive.fetch)
    except (TypeError, ValueError, KeyError, AttributeError, DatabaseError) as error:
        log.warning("import_item_failed", cause=type(error).__name__, exc_info=True)
        return _lose(report, Counter({"broken": 1}), bringing.name_of(item, None))
    report["taken"] += 1
    return _lose(report, brought.lost, bringing.name_of(item, brought))


def _lose(report: dict[str, Any], lost: "Counter[str]", name: str) -> None:
    for reason, count in lost.items():
        entry = report["lost"].setdefault(reason, {"count": 0, "names": []})
        entry["count"] += count
        if name and name not in entry["names"] and len(entry["names"]) < NAMED:
            entry["names"].append(name)


def _told(row: Transfer, *, done: int) -> None:
    """Where it stands, at each conversation; raises Stopped when it is not ours any more."""
    ours = Transfer.objects.filter(pk=row.pk, state=TransferState.WORKING, lease=row.lease)
    until = timezone.now() + timedelta(seconds=LEASE_SECONDS)
    if not ours.update(done=done, lease_until=until):
        raise Stopped
    if done % 10 == 0:
        wake(row.owner.public_id, "transfer", row.public_id)


def _end(row: Transfer, state: TransferState, report: dict[str, Any], **changes: Any) -> bool:
    with transaction.atomic():
        under_way = Transfer.objects.filter(pk=row.pk, state__in=UNDER_WAY)
        if state != TransferState.CANCELLED:
            under_way = under_way.filter(lease=row.lease)
        ended = under_way.update(
            state=state, report=report, ended_at=timezone.now(), lease=None, lease_until=None, **changes
        )
        wake(row.owner.public_id, "transfer", row.public_id)
        wake(row.owner.public_id, "conversation", row.public_id)
    return ended == 1


def _forget(row: Transfer) -> None:
    if row.key and row.state not in UNDER_WAY:
        media().delete(row.key)
        Transfer.objects.filter(pk=row.pk).update(key="")
