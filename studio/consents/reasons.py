"""Which answer keeps a thing from being shown: its owner reads whose it is, and where to ask."""

from collections.abc import Collection
from uuid import UUID

from accounts.models import User
from moderation.consent import standing
from moderation.models import Consent
from studio.consents import bonds
from studio.consents.deciding import is_shown_by
from studio.models import Asset, Likeness
from studio.models.asset import AssetQuerySet


def against_links(owner: User, ids: Collection[UUID]) -> Consent | None:
    """The answer that keeps one of these, all their own, off links; None where none does."""
    bound = bonds.of_assets(list(_there(owner).filter(public_id__in=ids).values_list("pk", flat=True)))
    answers = standing.newest(set().union(*bound.values()))
    return next((each for each in answers if each.owner == owner and not is_shown_by(each)), None)


def against_sight(owner: User, asset: UUID) -> Consent | None:
    """The answer for whose sake this thing of theirs is kept from their own sight; None where that is not why."""
    rows = Likeness.objects.filter(asset__in=_there(owner).filter(public_id=asset), withheld_at__isnull=False)
    answers = standing.newest(set(rows.values_list("kind", "subject")))
    return next((each for each in answers if each.owner == owner), None)


def _there(owner: User) -> AssetQuerySet:
    """What nothing but an answer can keep from sight."""
    there: AssetQuerySet = Asset.objects.owned_by(owner).filter(deleted_at=None, hidden_at=None, takedown_at=None)
    return there
