"""The same bytes: two things are one file if they share a hash, as it came to us, as we made it, or as we signed it."""

from collections.abc import Collection, Iterable

from django.db.models import Q

from studio.models import Arrival, Asset
from studio.models.asset import AssetQuerySet


def hashes_of(things: Iterable[Asset], *, came: str = "") -> set[str]:
    """All by which copies of these are known. `came`: of the bytes of what is being brought, which has no row yet."""
    rows = list(things)
    arrived = Arrival.objects.filter(asset__in=[each.pk for each in rows if each.pk])
    found = {came, *arrived.values_list("sha256", flat=True)}
    for each in rows:
        found |= {each.sha256, each.unsigned_sha256}
    return found - {""}


def of(hashes: Collection[str]) -> AssetQuerySet:
    """What has one of these, whoever it belongs to. What came is asked for first: so each hash is looked up in its index."""
    known = set(hashes) - {""}
    came = list(Arrival.objects.filter(sha256__in=known, asset__isnull=False).values_list("asset", flat=True))
    found: AssetQuerySet = Asset.objects.filter(Q(sha256__in=known) | Q(unsigned_sha256__in=known) | Q(pk__in=came))
    return found


def copies_of(things: Iterable[Asset]) -> AssetQuerySet:
    """All that is the same as one of these, whoever it belongs to, and without themselves."""
    rows = list(things)
    return of(hashes_of(rows)).exclude(pk__in=[each.pk for each in rows])
