"""How far a request for removal goes among pictures and films: copies, what looks alike, and all that was made from them."""

from collections.abc import Collection, Iterable, Sequence
from uuid import UUID

from django.db import connection
from django.db.models.functions import Now

from foundation import wakeups
from moderation.models.takedown import Why
from moderation.takedowns import reach
from moderation.takedowns.reach import Near
from studio import cropped_copies, near, same
from studio.models import Asset
from studio.subject_kinds import ASSET

TOPIC = "asset"  # `studio.assets.TOPIC`
DEEPEST = 500
BELOW = """
WITH RECURSIVE down AS (
  SELECT id, 0 AS steps FROM unnest(%s::bigint[]) AS top(id)
  UNION
  SELECT edge.child_id, down.steps + 1 FROM down JOIN studio_lineage edge ON edge.parent_id = down.id WHERE down.steps < %s
)
SELECT DISTINCT id FROM down
"""


class Things:
    """Pictures and films."""

    def around(self, subjects: Collection[UUID]) -> Sequence[Near]:
        """The surest first: the same bytes, what was made from those, what looks like them, what was made from that."""
        named = list(Asset.objects.filter(public_id__in=subjects))
        seen = {asset.pk for asset in named}
        why: dict[int, Why] = {}

        def take(keys: Iterable[int], reason: Why) -> None:
            why.update({key: reason for key in keys if key not in seen and key not in why})

        take(same.copies_of(named).values_list("pk", flat=True), Why.COPY)
        take(_below([*seen, *why]), Why.MADE)
        looks = [bits for asset in named for bits in (asset.pdq, *asset.frames)]
        apart = {each.key: each.apart for each in near.nearest([*near.to(looks), *cropped_copies.of(named)])}
        take(apart, Why.ALIKE)
        take(_below([*seen, *why]), Why.MADE)
        found = Asset.objects.in_bulk(list(why))
        return [
            Near(asset.public_id, asset.owner_id, _title(asset), why[key], apart.get(key))
            for key, asset in ((key, found[key]) for key in why if key in found)
        ]

    def withhold(self, subject: UUID) -> None:
        """A mark of its own: whatever the desk decides meanwhile is noted beside it, and shows when the mark goes."""
        if Asset.objects.filter(public_id=subject, takedown_at=None).update(takedown_at=Now()):
            _wake(subject)

    def give_back(self, subject: UUID) -> bool:
        """Under every link that showed it, unless the desk, its owner or whoever it shows wants otherwise by now."""
        if not Asset.objects.filter(public_id=subject, takedown_at__isnull=False).update(takedown_at=None):
            return False
        _wake(subject)
        return bool(Asset.objects.approved().filter(public_id=subject, deleted_at=None).exists())


def _below(keys: Sequence[int]) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(BELOW, [list(keys), DEEPEST])
        return [int(key) for (key,) in cursor.fetchall()]


def _title(asset: Asset) -> str:
    return f"Film, {asset.length}" if asset.is_video else "Picture"


def _wake(subject: UUID) -> None:
    asset = Asset.objects.select_related("owner").get(public_id=subject)
    wakeups.wake(asset.owner.public_id, TOPIC, asset.public_id)


def register() -> None:
    """Tell the desk."""
    reach.register(ASSET, Things())
