"""Taking a file in: opened in a bounded child, judged, and kept under its owner's name until it is sent."""

import hashlib
import tempfile
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import structlog
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Count, Sum
from django.utils import timezone

from accounts.models import User
from chatapp.files import keeping, refusals
from chatapp.files.reading import Read, read
from chatapp.models import Attachment, Conversation, Project
from foundation import idempotency, outages
from foundation.names import shown_name
from moderation import flags, gates
from moderation.verdicts import Action
from studio.media.unfit import Unfit
from usage import estimates
from xai.prices import picture_tokens

log = structlog.get_logger(__name__)

NAMELESS = {"picture": "Picture", "text": "Text"}
TEXT_FRAME_TOKENS = 40  # the lines around a file that say where it begins and ends
# A conversation cannot wait for a person to look; the studio can.
LOOKS_ALIKE = (
    "This looks like something that is blocked here, so it was not taken. Nothing was sent and nothing was charged."
)
JUDGED_CHARACTERS = 2_000  # of a refused file, kept for the desk


def take(
    owner: User,
    upload: "UploadedFile[bytes]",
    *,
    key: str,
    place: Conversation | None = None,
    project: Project | None = None,
) -> Attachment:
    """Keep what an engine needs of this file; the same key again gives what it made. Raises NotTaken.

    `place`: the conversation it is added in, if it is one already; of a temporary one nothing is put into a store.
    `project`: the project of theirs that it is one of the files of from now on.
    """
    temporary = place is not None and place.temporary
    size = upload.size or 0
    if size > settings.MAX_FILE_BYTES:
        raise refusals.not_taken("too_large", bytes=size)
    try:
        with tempfile.TemporaryDirectory(prefix="salon-file-") as folder:
            source = Path(folder) / "source"
            asked: dict[str, Any] = {"file": _written(upload, source), "temporary": temporary}
            asked |= {"project": str(project.public_id)} if project else {}
            if made := _made_before(owner, key, asked):
                return made
            found = read(source)
    except Unfit as unfit:
        raise refusals.of(unfit) from unfit
    row = _row(owner, upload.name or "", found, temporary=temporary)
    row.label = _judged(owner, found.text)
    _compared(row, came=asked["file"], pdq=found.pdq)
    row.conversation = place if temporary else None  # with which it goes, sent or not
    row.project = project
    return _kept(row, found, key, asked)


def _written(upload: "UploadedFile[bytes]", source: Path) -> str:
    """Its bytes where the child finds them, and their hash."""
    digest = hashlib.sha256()
    with source.open("wb") as file:
        for chunk in upload.chunks():
            digest.update(chunk)
            file.write(chunk)
    return digest.hexdigest()


def _made_before(owner: User, key: str, asked: dict[str, Any]) -> Attachment | None:
    try:
        made = idempotency.earlier(owner.pk, key, idempotency.fingerprint(asked))
    except idempotency.KeyReused as error:
        raise refusals.not_taken("key_reused") from error
    if made is None:
        return None
    found = _still_kept(owner, made)
    if found is None:  # it was deleted since: this is a new one
        idempotency.forget(owner.pk, key, made)
    return found


def _still_kept(owner: User, outcome: Any) -> Attachment | None:
    return Attachment.objects.owned_by(owner).kept().filter(public_id=UUID(outcome["file"])).first()


def _row(owner: User, name: str, found: Read, *, temporary: bool) -> Attachment:
    public_id = uuid4()
    place = keeping.place_for(public_id, found, temporary=temporary)
    return Attachment(
        public_id=public_id,
        owner=owner,
        kind=found.kind,
        name=shown_name(name, NAMELESS[found.kind]),
        media_type=found.media_type,
        key=place.key,
        thumb_key=place.thumb_key,
        sha256=hashlib.sha256(found.data).hexdigest(),
        pdq=found.pdq,
        bytes=len(found.data) + len(found.thumb),
        width=found.width,
        height=found.height,
        pages=found.pages,
        text="" if temporary else found.text,
        tokens=_tokens(found),
        temporary=temporary,
        stored_at=None,
    )


def _tokens(found: Read) -> int:
    if found.width and found.height:
        return picture_tokens(found.width, found.height)
    return TEXT_FRAME_TOKENS + estimates.tokens(found.text)


def _judged(owner: User, text: str) -> str:
    """Once, when it comes: a send has no time for a megabyte. The sentence that stands beside it, mostly none."""
    verdict = gates.before_sending(text, room="parlour", person=owner)
    if verdict.passes:
        return verdict.sentence
    flags.refuse_prompt(owner, text[:JUDGED_CHARACTERS], "parlour", verdict)
    raise refusals.NotTaken("policy", verdict.sentence)


def _compared(row: Attachment, *, came: str, pdq: str) -> None:
    """With the list of known files: the very bytes as they came or as we wrote them, and what looks alike. Raises NotTaken."""
    verdict = gates.of_file(sha256s=[came, row.sha256], pdq=pdq)
    if verdict.passes:
        return
    flags.refuse_prompt(row.owner, f"A file for a conversation, SHA-256 {came}", "parlour", verdict)
    alike = verdict.action == Action.REVIEW and verdict.clause
    raise refusals.NotTaken("policy", LOOKS_ALIKE if alike else verdict.sentence)


def _kept(row: Attachment, found: Read, key: str, asked: dict[str, Any]) -> Attachment:
    """The row first, then its objects, then that it is whole: dying in between leaves a row that a sweep finds."""
    with transaction.atomic():
        room_for(owner=row.owner, files=1, size=row.bytes)
        if row.project is not None:
            _room_in(row.project)
        row.save()
    try:
        keeping.save(row, found)
    except outages.DOWN as error:
        log.warning("file_not_stored", file=str(row.public_id), cause=type(error).__name__)
        Attachment.objects.filter(pk=row.pk).update(deleted_at=timezone.now(), text="")
        raise refusals.not_taken("away") from error
    try:
        with transaction.atomic():
            outcome = {"file": str(row.public_id)}
            idempotency.remember(row.owner_id, key, idempotency.fingerprint(asked), outcome)
            row.stored_at = timezone.now()
            row.save(update_fields=["stored_at"])
    except (idempotency.AlreadyDone, idempotency.KeyReused) as twin:
        Attachment.objects.filter(pk=row.pk).update(deleted_at=timezone.now(), text="")
        if isinstance(twin, idempotency.KeyReused):
            raise refusals.not_taken("key_reused") from twin
        first = _still_kept(row.owner, twin.outcome)
        if first is None:  # made and deleted within this moment
            raise refusals.not_taken("away") from twin
        return first
    return row


def _room_in(project: Project) -> None:
    """Whether one more may be kept in it; it cannot go before the row stands. Raises NotTaken."""
    if not Project.objects.select_for_update(no_key=True).filter(pk=project.pk).exists():
        raise refusals.not_taken("project_gone")
    if Attachment.objects.kept().filter(project=project).count() >= settings.FILES_PER_PROJECT:
        raise refusals.not_taken("project_full")


def room_for(owner: User, *, files: int, size: int) -> None:
    """Whether so much more may be kept; call it in the transaction that writes the rows. Raises NotTaken.

    It holds the person's lock: of parallel uploads and copies of one person each counts the others.
    """
    User.objects.select_for_update(no_key=True).only("pk").get(pk=owner.pk)
    kept = Attachment.objects.owned_by(owner).kept().aggregate(count=Count("pk"), bytes=Sum("bytes"))
    if kept["count"] + files > settings.FILES_PER_PERSON:
        raise refusals.not_taken("quota_count")
    if (kept["bytes"] or 0) + size > settings.FILE_BYTES_PER_PERSON:
        raise refusals.not_taken("quota_bytes")
