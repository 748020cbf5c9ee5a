"""A transfer from beginning to end: asked for, worked on by whoever holds its lease, found again, cancelled, purged."""

import shutil
import tempfile
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from typing import IO, Any
from uuid import UUID, uuid4

import structlog
from django.conf import settings
from django.core.files.base import File
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.db.models import F
from django.utils import timezone
from zipstream import ZIP_DEFLATED, ZipStream

from accounts.models import User
from chatapp.models import Conversation, Transfer, TransferKind, TransferState
from chatapp.models.transfer import UNDER_WAY
from chatapp.transfers import bringing, form, pages, sources
from chatapp.transfers.archive import Archive
from chatapp.transfers.bringing import Stopped
from chatapp.transfers.parsing import NotReadable, Unfit
from chatapp.transfers.raw import clean
from foundation import outages, outbox
from foundation.leases import renewed
from foundation.storage import StorageDown, media
from foundation.wakeups import wake

log = structlog.get_logger(__name__)

FORMS = ("json", "markdown", "html")
NAMED = 20  # conversations a report names for one reason
LEASE_SECONDS = 60
ATTEMPTS = 3
FOLDER = "transfers"


class Busy(Exception):
    """One of this kind is under way already."""


def take_along(person: User, shape: str) -> Transfer:
    """Everything, as one zip of this form. Raises Busy."""
    return _begin(Transfer(owner=person, kind=TransferKind.EXPORT, form=shape))


def bring(person: User, upload: "File[bytes]") -> Transfer:
    """Read this file in the background. Raises Busy, StorageDown."""
    token = uuid4()
    row = Transfer(owner=person, kind=TransferKind.IMPORT, name=clean(upload.name, 200) or "file", bytes=upload.size)
    row.key = (
        f"{FOLDER}/{row.public_id.hex}"  # in the row before there is an object: nothing is stored that no row names
    )
    row.lease, row.lease_until = token, timezone.now() + timedelta(seconds=LEASE_SECONDS)
    _added(row)
    mine = Transfer.objects.filter(pk=row.pk, state__in=UNDER_WAY)
    try:
        with renewed(mine, token, LEASE_SECONDS):
            media().save(row.key, upload)
    except Exception:
        mine.filter(lease=token).delete()
        raise
    with transaction.atomic():
        if mine.let_go(token):
            outbox.ring("chatapp.tasks.transfer", row.pk, queue="media")
            return row
    media().delete(row.key)  # cancelled while it came
    return row


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
        Transfer.objects.filter(pk=transfer_id).update(state=TransferState.WORKING, done=0, attempts=F("attempts") + 1)
    row = Transfer.objects.select_related("owner").get(pk=transfer_id)
    if row.attempts > ATTEMPTS:  # whoever tried has died of it
        _give_up(row)
        return True
    try:
        with renewed(Transfer.objects.filter(pk=row.pk), token, LEASE_SECONDS):
            _export(row) if row.kind == TransferKind.EXPORT else _import(row)
    except Stopped:
        for stopped in Transfer.objects.filter(pk=transfer_id):
            _forget(stopped)
    except Exception as error:
        _broke(row, error)
    return True


def sweep() -> None:
    """Ring again for what nobody works on; a day after the end the files go."""
    for pk in Transfer.objects.free().filter(state__in=UNDER_WAY).values_list("pk", flat=True)[:50]:
        outbox.ring("chatapp.tasks.transfer", pk, queue="media")
    over = timezone.now() - timedelta(hours=settings.TRANSFER_KEPT_HOURS)
    for row in Transfer.objects.exclude(key="").filter(ended_at__lt=over)[:50]:
        _forget(row)


def named(keys: set[str]) -> set[str]:
    """Those of these keys that a row names: the others are left over from something that died."""
    return set(Transfer.objects.filter(key__in=keys).values_list("key", flat=True))


def _begin(row: Transfer) -> Transfer:
    with transaction.atomic():
        _added(row)
        outbox.ring("chatapp.tasks.transfer", row.pk, queue="media")
    return row


def _added(row: Transfer) -> None:
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        raise Busy from error


def _broke(row: Transfer, error: Exception) -> None:
    """The lease is left to run out, as a pause before the next try. A part that is away costs no try, for a day."""
    log.error("transfer_broke", transfer=str(row.public_id), attempt=row.attempts, exc_info=error)
    day = timedelta(hours=settings.TRANSFER_KEPT_HOURS)
    if outages.is_outage(error) and row.begun_at > timezone.now() - day:
        Transfer.objects.filter(pk=row.pk, lease=row.lease).update(attempts=F("attempts") - 1)
    elif row.attempts >= ATTEMPTS:
        _give_up(row)


def _give_up(row: Transfer) -> None:
    if _end(row, TransferState.FAILED, {"code": "gave_up"}):
        _forget(Transfer.objects.get(pk=row.pk))


def _export(row: Transfer) -> None:
    mine = Conversation.objects.owned_by(row.owner).listed().select_related("project").order_by("pk")
    Transfer.objects.filter(pk=row.pk).update(total=mine.count())
    with tempfile.TemporaryFile() as file:
        for chunk in _zipped(row, mine.iterator(chunk_size=50)):
            file.write(chunk)
        size = file.tell()
        file.seek(0)
        key = f"{FOLDER}/{row.public_id.hex}-{(row.lease or row.public_id).hex[:8]}.zip"
        if not Transfer.objects.filter(pk=row.pk, state=TransferState.WORKING, lease=row.lease).update(key=key):
            raise Stopped
        media().save(key, File(file))
    if not _end(row, TransferState.FINISHED, {}, bytes=size):
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
            packed.add((piece.encode() for piece in made), name)
            yield from packed.all_files()
    yield from packed.finalize()


def _counting(row: Transfer, mine: Iterator[Conversation]) -> Iterator[Conversation]:
    for number, conversation in enumerate(mine):
        _told(row, done=number)
        yield conversation


def _import(row: Transfer) -> None:
    report: dict[str, Any] = {"taken": 0, "skipped": 0, "lost": {}}
    with tempfile.TemporaryFile() as file:
        try:
            with media().open(row.key) as stored:
                shutil.copyfileobj(stored, file, 1 << 20)
        except FileNotFoundError:  # whoever received it died before it was stored
            _end(row, TransferState.FAILED, {"code": "not_arrived"})
            return _forget(Transfer.objects.get(pk=row.pk))
        file.seek(0)
        try:
            total = _count(file)
            Transfer.objects.filter(pk=row.pk).update(total=total)
            file.seek(0)
            archive = Archive(file)
            for number, item in enumerate(archive.items()):
                _told(row, done=number)
                _take(row, number, item, archive, report)
        except NotReadable as error:
            log.info("import_not_readable", transfer=str(row.public_id), cause=str(error))
            _lose(report, Counter({"unreadable": 1}), "")
    state = TransferState.FINISHED if report["taken"] or report["skipped"] else TransferState.FAILED
    _end(row, state, report)
    return _forget(Transfer.objects.get(pk=row.pk))


def _count(file: IO[bytes]) -> int:
    """How many there are, as far as can be read."""
    count = 0
    try:
        for _ in Archive(file).items():
            count += 1
    except NotReadable:
        pass
    return count


def _take(row: Transfer, number: int, item: Any, archive: Archive, report: dict[str, Any]) -> None:
    if isinstance(item, Unfit):
        return _lose(report, Counter({"too_large": 1}), "")
    try:
        brought = sources.read(item)
        if brought is None:
            return _lose(report, Counter({"no_conversation": 1}), bringing.name_of(item, None))
        if not brought.nodes:
            return _lose(report, brought.lost + Counter({"nothing_said": 1}), bringing.name_of(item, brought))
        brought.source = brought.source or f"file:{row.public_id.hex}:{number}"  # another hand may come here again
        if not bringing.write(row, number, brought, archive.fetch):
            report["skipped"] += 1
            return None
    except (TypeError, ValueError, KeyError, AttributeError, DatabaseError) as error:
        if isinstance(error, DatabaseError) and not connection.is_usable():
            raise  # it is the database that is away, not the conversation that is broken
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
        try:
            media().delete(row.key)
        except StorageDown:  # the row still names it: the sweep comes
            return
        Transfer.objects.filter(pk=row.pk).update(key="")
