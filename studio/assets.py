"""What a person may do with a thing that was made: look at their wall, throw away, take back."""

import uuid
from dataclasses import dataclass
from datetime import timedelta

import structlog
from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Now
from django.utils import timezone

from accounts.models import User
from foundation import outbox, wakeups
from foundation.storage import media
from moderation.consent.closing import KIND as CONSENT
from moderation.models import Case, Consent, Reached, Takedown
from studio import kept
from studio.consents import copies
from studio.models import Asset, Job, Kind, Ladder, WebhookMessage
from studio.models.asset import AssetQuerySet
from studio.sharing import shares
from studio.subject_kinds import ASSET

log = structlog.get_logger(__name__)

PAGE = 24
AT_ONCE = 200
TOPIC = "asset"


@dataclass(frozen=True, slots=True)
class Page:
    """A stretch of a wall. `following` is the cursor of the next one, None at the end."""

    assets: list[Asset]
    following: uuid.UUID | None


def wall(viewer: User, after: uuid.UUID | None = None) -> Page:
    """What this person made and may see, newest first, from behind the asset `after`. Three queries."""
    return stretch(Asset.objects.visible_to(viewer), viewer, after)


def of_kind(viewer: User, kind: Kind, after: uuid.UUID | None = None) -> Page:
    """The pictures or the films among it."""
    return stretch(Asset.objects.visible_to(viewer).filter(kind=kind), viewer, after)


def beside(viewer: User, asset: Asset) -> tuple[Asset | None, Asset | None]:
    """What hangs before and behind it on the wall: the newer one and the older one."""
    shown = Asset.objects.visible_to(viewer)
    newer = Q(made_at__gt=asset.made_at) | Q(made_at=asset.made_at, pk__gt=asset.pk)
    return shown.filter(newer).order_by("made_at", "pk").first(), shown.filter(_older(asset)).newest_first().first()


def trash(viewer: User, after: uuid.UUID | None = None) -> Page:
    """What they threw away and may still have back."""
    return stretch(Asset.objects.in_trash_of(viewer), viewer, after)


def kept_from(viewer: User) -> int:
    """How much of what hung on this person's wall the answers of whom it shows keep from sight."""
    return Asset.objects.owned_by(viewer).withheld().filter(deleted_at=None).count()


def on_the_desk(reviewer: User) -> AssetQuerySet:
    """What a case is or was about: reviewers look at these, and at no others."""
    cases = Case.objects.shown_to(reviewer)
    theirs = Q(public_id__in=cases.filter(subject_kind=ASSET).values("subject"))
    passports = Consent.objects.filter(public_id__in=cases.filter(subject_kind=CONSENT).values("subject"))
    faces = Q(public_id__in=passports.filter(subject_kind=ASSET).values("subject"))
    removals = Reached.objects.filter(takedown__in=Takedown.objects.shown_to(reviewer), kind=ASSET)
    asked = Q(public_id__in=removals.values("subject"))
    # What came from one way is not seen by another while it is locked.
    locked = Case.objects.locked_to(reviewer).filter(subject_kind=ASSET).values("subject")
    found = Asset.objects.filter(theirs | faces | asked | Q(public_id__in=passports.values("selfie")))
    return found.exclude(public_id__in=locked)


def stretch(shown: AssetQuerySet, viewer: User, after: uuid.UUID | None) -> Page:
    """Of these, newest first, from behind the asset `after` of this person."""
    cursor = Asset.objects.owned_by(viewer).filter(public_id=after).first() if after else None
    if cursor:
        shown = shown.filter(_older(cursor))
    # Which they are is read from the index alone, however many are passed over; only these few rows are visited.
    keys = list(shown.newest_first().values_list("pk", flat=True)[: PAGE + 1])
    found = list(Asset.objects.filter(pk__in=keys).newest_first())
    return Page(found[:PAGE], found[PAGE - 1].public_id if len(found) > PAGE else None)


def _older(asset: Asset) -> Q:
    return Q(made_at__lt=asset.made_at) | Q(made_at=asset.made_at, pk__lt=asset.pk)


@transaction.atomic
def delete(owner: User, asset_id: uuid.UUID, *, at_once: bool = False) -> Asset:
    """Hide a thing now and purge it after STUDIO_TRASH_DAYS, or with `at_once` as soon as a worker comes to it.

    Also what they do not see themselves, for want of somebody's consent. Raises Asset.DoesNotExist. Deleting twice keeps
    the first date, unless it is now to be at once.
    """
    asset = Asset.objects.owned_by(owner).in_their_hands().select_for_update().get(public_id=asset_id)
    now = timezone.now()
    asset.deleted_at = asset.deleted_at or now
    asset.purge_after = now if at_once else asset.purge_after or now + timedelta(days=settings.STUDIO_TRASH_DAYS)
    asset.save(update_fields=["deleted_at", "purge_after"])
    shares.withdraw([asset.pk])
    if at_once:
        outbox.ring("studio.tasks.purge", queue="media")
    wakeups.wake(owner.public_id, TOPIC, asset.public_id)
    return asset


@transaction.atomic
def restore(owner: User, asset_id: uuid.UUID) -> Asset:
    """Take a thing back out of the trash. Raises Asset.DoesNotExist, also when its time is over."""
    asset = Asset.objects.in_trash_of(owner).select_for_update().get(public_id=asset_id)
    asset.deleted_at = asset.purge_after = None
    asset.hung_at = timezone.now()
    asset.save(update_fields=["deleted_at", "purge_after", "hung_at"])
    wakeups.wake(owner.public_id, TOPIC, asset.public_id)
    return asset


def purge_due() -> int:
    """Take what is to be purged out of every store; returns how many. What a case is about stays until it is decided."""
    due = Asset.objects.to_be_purged().exclude(Exists(_cases_that_keep(OuterRef("public_id"))))
    due = due.exclude(pk__in=kept.things())
    purged = 0
    for asset in list(due.order_by("purge_after")[:AT_ONCE]):
        if not kept_for_the_desk(asset):  # a case may have been opened while others were purged
            purge(asset)
            purged += 1
    # Of some the last order came to nothing only after everything else had been purged.
    with transaction.atomic():
        Ladder.objects.bare().forget()
    return purged


def purge(asset: Asset) -> None:
    """Objects first, the row last: killed in between, the row is still there and says what is left to do.

    What is evidence is not purged, whoever asks; nor is what a request for removal keeps from sight: when it is judged, its
    hashes are to be blocked, and its copies looked for.
    """
    if asset.pk in kept.things() or _judged(asset):
        log.warning("evidence_not_purged", asset=str(asset.public_id))
        return
    for key in asset.stored_keys:
        media().delete(key)
    with transaction.atomic():
        job = Job.objects.select_for_update(of=("self",)).filter(assets=asset).first()
        copies.remember(asset)
        asset.delete()
        if job and not job.assets.exists():
            forget(job)
    log.info("asset_purged", asset=str(asset.public_id))


@transaction.atomic
def forget(job: Job) -> None:
    """Blank a job's words, also those told to its owner's server, and its ladder's with the last thing made there.

    The row stays for its moves and its money. Words that are evidence stay, too.
    """
    if kept.order(job):
        return
    job.order = {name: value for name, value in job.order.items() if name != "styled"} | {"prompt": ""}
    job.sentence = job.detail = ""
    job.save(update_fields=["order", "sentence", "detail"])
    WebhookMessage.objects.filter(job=job).update(body="")
    Ladder.objects.filter(rungs__job=job).forget()


def kept_for_the_desk(asset: Asset) -> bool:
    """Whether an open or a locked case is about it, or about what was made from it, or a request for removal is being judged.

    Evidence is not destroyed by a sweep.
    """
    return _cases_that_keep(asset.public_id).exists() or _judged(asset) or asset.pk in kept.things()


def _judged(asset: Asset) -> bool:
    """As it is now: the row may have been read a while ago."""
    return Asset.objects.judged().filter(pk=asset.pk).exists()


def _cases_that_keep(subject: uuid.UUID | OuterRef) -> QuerySet[Case]:
    return Case.objects.keeping().filter(subject_kind=ASSET, subject=subject)


def approve(asset_id: uuid.UUID) -> Asset:
    """A reviewer lets a thing be seen: these very bytes, no others. Runs inside the decision's transaction."""
    asset = Asset.objects.select_for_update().get(public_id=asset_id)
    asset.approved_sha256, asset.hidden_at, asset.hung_at = asset.sha256, None, timezone.now()
    if asset.likenesses.filter(withheld_at__isnull=False).update(kept_sha256=asset.sha256):
        asset.approved_sha256 = ""  # whom it shows has not agreed; it is shown if they do
    asset.save(update_fields=["approved_sha256", "hidden_at", "hung_at"])
    return asset


def hide(asset_id: uuid.UUID) -> Asset:
    """Nobody but the desk sees it any more, not even its owner. Runs inside the decision's transaction."""
    asset = Asset.objects.select_for_update().get(public_id=asset_id)
    Asset.objects.filter(pk=asset.pk).update(hidden_at=Now(), approved_sha256="")
    asset.likenesses.update(kept_sha256="")  # who agrees again does not overrule the desk
    asset.refresh_from_db()
    return asset
