"""Taking a picture or clip in: the bytes into the store, then the row. From then on a worker has it, and nobody waits."""

import secrets
import tempfile
from pathlib import Path
from uuid import UUID, uuid4

import structlog
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Now
from django.utils import timezone

from accounts.models import User
from foundation import kill_points, outbox, wakeups
from foundation.names import shown_name
from foundation.storage import StorageDown
from moderation.consent import asking
from moderation.models.consent import Cause
from studio import leftovers, room, shelf
from studio.arrivals import hidden
from studio.arrivals.refusals import NotTaken
from studio.media import kinds
from studio.models import Arrival, Asset, Origin, Stage
from studio.subject_kinds import ASSET

log = structlog.get_logger(__name__)

TASK = "studio.tasks.check_arrival"
TOPIC = "arrival"


def take(owner: User, upload: "UploadedFile[bytes]", *, of_a_person: bool = False) -> Arrival:
    """Keep these bytes until they are checked; the same bytes again give what they gave. Raises NotTaken.

    `of_a_person`: who brings it says that it shows a real person, who is asked for then.
    """
    size = upload.size or 0
    room.fits(size)
    with tempfile.TemporaryDirectory(prefix="salon-bring-") as folder:
        source = Path(folder) / "source"
        with source.open("wb") as file:
            for chunk in upload.chunks():
                file.write(chunk)
        _of_a_kind(source)
        sha256 = shelf.sha256_of(source)
        if known := _known(owner, sha256):
            return _again(known, of_a_person=of_a_person)
        if hidden.are_these(sha256):
            raise NotTaken("hidden")
        if hidden.are_withheld(sha256, owner):
            raise NotTaken("withheld")
        room.for_more(owner, size)
        public_id = uuid4()
        key = f"incoming/{public_id.hex}/0-{secrets.token_hex(4)}"
        try:
            shelf.put_up(source, key, mime="application/octet-stream", waits=False)
        except (StorageDown, shelf.Changed, FileNotFoundError) as error:
            log.warning("upload_not_stored", cause=type(error).__name__)
            raise NotTaken("away") from error
    kill_points.reach("arrival.taking")
    name = shown_name(upload.name or "", "Without a name")
    arrival = Arrival(
        public_id=public_id,
        owner=owner,
        origin=Origin.UPLOADED,
        name=name,
        key=key,
        sha256=sha256,
        bytes=size,
        of_a_person=of_a_person,
    )
    return _written(arrival)


@transaction.atomic
def _written(arrival: Arrival) -> Arrival:
    """The person's lock: of two who bring the same at once, the second finds the first one's."""
    try:
        room.lock(arrival.owner)
        room.for_more(arrival.owner, arrival.bytes)
    except NotTaken:
        leftovers.discard([arrival.key])
        raise
    if known := _known(arrival.owner, arrival.sha256):
        leftovers.discard([arrival.key])
        return _again(known, of_a_person=arrival.of_a_person)
    return begun(arrival)


def begun(arrival: Arrival) -> Arrival:
    """Write a new arrival and ring for the worker; in the caller's transaction."""
    arrival.rung_at = timezone.now()
    arrival.save(force_insert=True)
    outbox.ring(TASK, arrival.pk, queue="arrivals")
    wakeups.wake(arrival.owner.public_id, TOPIC, arrival.public_id)
    return arrival


def clear(owner: User, arrival_id: UUID) -> Arrival:
    """Put one aside: it is listed no more. What is still being checked is not taken then, once that is over: nobody takes
    from the desk what the check would lock. Raises Arrival.DoesNotExist.
    """
    with transaction.atomic():
        arrival: Arrival = Arrival.objects.owned_by(owner).select_for_update().get(public_id=arrival_id)
        arrival.cleared_at = timezone.now()
        arrival.save(update_fields=["cleared_at"])
    return arrival


def _of_a_kind(source: Path) -> None:
    with source.open("rb") as file:
        head = file.read(kinds.HEAD_BYTES)
    kind = kinds.kind_of(head)
    if kind not in (kinds.PICTURE, kinds.FILM):
        raise NotTaken("binary" if kind == kinds.TEXT and b"\x00" in head else kind)


def _known(owner: User, sha256: str) -> Arrival | None:
    """What these very bytes became before, as far as it is there to be seen, or on its way."""
    hangs = Q(stage=Stage.READY, asset__in=Asset.objects.visible_to(owner))
    here = Arrival.objects.owned_by(owner).filter(sha256=sha256, origin=Origin.UPLOADED)
    return here.filter(hangs | Q(stage__in=[Stage.CHECKING, Stage.REVIEWING])).order_by("-pk").first()


@transaction.atomic
def _again(known: Arrival, *, of_a_person: bool) -> Arrival:
    """It is listed once more, so that whoever brought it sees where it is. Raises NotTaken.

    Locked: whoever hangs it this moment reads what is said here, or we find what they hung.
    """
    row = Arrival.objects.select_for_update().filter(pk=known.pk).first()
    if row is None:  # it was put aside, and has been forgotten this moment
        raise NotTaken("away")
    if of_a_person:
        Arrival.objects.filter(pk=row.pk).update(of_a_person=True)
        if row.asset is not None:
            asking.ask(row.owner, ASSET, row.asset.public_id, Cause.PICTURE)
    Arrival.objects.filter(pk=known.pk).update(cleared_at=None, came_at=Now())
    Arrival.objects.filter(pk=known.pk, stage=Stage.READY).update(ended_at=Now())
    known.refresh_from_db()
    return known
