"""What a person thinks of a thing: a star, and up to five of them as a rating."""

from uuid import UUID

from django.db import transaction

from accounts.models import User
from foundation.wakeups import wake
from studio.assets import TOPIC
from studio.models import Asset
from studio.models.asset import BEST_RATING


def star(owner: User, asset_id: UUID, *, on: bool) -> Asset:
    """Set the star or take it away. Raises Asset.DoesNotExist."""
    return _marked(owner, asset_id, starred=on)


def rate(owner: User, asset_id: UUID, rating: int) -> Asset:
    """From 1 to 5; 0: no rating. Raises Asset.DoesNotExist, and ValueError for anything else."""
    if not 0 <= rating <= BEST_RATING:
        raise ValueError(rating)
    return _marked(owner, asset_id, rating=rating)


@transaction.atomic
def _marked(owner: User, asset_id: UUID, **mark: bool | int) -> Asset:
    asset: Asset = Asset.objects.visible_to(owner).get(public_id=asset_id)
    for name, value in mark.items():
        setattr(asset, name, value)
    asset.save(update_fields=list(mark))
    wake(owner.public_id, TOPIC, asset.public_id)
    return asset
