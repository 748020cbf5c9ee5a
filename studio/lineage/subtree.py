"""A thing and what was made from it, as one: onto a board, into the trash, and back."""

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from foundation import wakeups
from studio.assets import TOPIC
from studio.lineage import walking
from studio.models import Asset, Board
from studio.models.asset import AssetQuerySet
from studio.sharing import shares

MOST = 5_000  # in one command


@dataclass(frozen=True, slots=True)
class Deleted:
    """What went into the trash together, with the thing it began with."""

    asset: Asset
    count: int
    purge_after: datetime


def ids(owner: User, asset_id: uuid.UUID, *, most: int) -> list[uuid.UUID]:
    """It and what was made from it, as far as it may be seen, the oldest first, at most so many. Raises Asset.DoesNotExist."""
    top: Asset = Asset.objects.visible_to(owner).get(public_id=asset_id)
    return list(_of(owner, top).visible_to(owner).order_by("pk").values_list("public_id", flat=True)[:most])


@transaction.atomic
def hang(owner: User, asset_id: uuid.UUID, board: Board | None) -> int:
    """Move it and what was made from it onto a board, or off any; returns how many. Raises Asset.DoesNotExist."""
    top: Asset = Asset.objects.visible_to(owner).get(public_id=asset_id)
    moved = _of(owner, top).visible_to(owner).update(board=board)
    wakeups.wake(owner.public_id, TOPIC, top.public_id)
    return moved


@transaction.atomic
def delete(owner: User, asset_id: uuid.UUID) -> Deleted:
    """Hide it and what was made from it, and purge them after STUDIO_TRASH_DAYS. Raises Asset.DoesNotExist.

    All get the same moment, by which they are found again; what was in the trash before keeps its own.
    """
    top: Asset = Asset.objects.visible_to(owner).get(public_id=asset_id)
    now = timezone.now()
    until = now + timedelta(days=settings.STUDIO_TRASH_DAYS)
    shares.withdraw(_of(owner, top).visible_to(owner))
    count = _of(owner, top).visible_to(owner).update(deleted_at=now, purge_after=until)
    wakeups.wake(owner.public_id, TOPIC, top.public_id)
    return Deleted(top, count, until)


def deleted(owner: User, asset_id: uuid.UUID) -> Deleted:
    """What went into the trash with this thing, as far as it is still there. Raises Asset.DoesNotExist."""
    top: Asset = Asset.objects.in_trash_of(owner).get(public_id=asset_id)
    assert top.purge_after is not None
    return Deleted(top, _with(owner, top).count(), top.purge_after)


@transaction.atomic
def restore(owner: User, asset_id: uuid.UUID) -> int:
    """Take back what went into the trash with this thing; returns how many. Raises Asset.DoesNotExist."""
    top: Asset = Asset.objects.in_trash_of(owner).select_for_update().get(public_id=asset_id)
    back = _with(owner, top).update(deleted_at=None, purge_after=None, hung_at=timezone.now())
    wakeups.wake(owner.public_id, TOPIC, top.public_id)
    return int(back)


def _with(owner: User, top: Asset) -> AssetQuerySet:
    return _of(owner, top).in_trash_of(owner).filter(deleted_at=top.deleted_at)


def _of(owner: User, top: Asset) -> AssetQuerySet:
    found: AssetQuerySet = Asset.objects.filter(pk__in=[step.key for step in walking.below(owner, top.pk, most=MOST)])
    return found
