"""What is the same as a thing, or nearly so, whoever it belongs to: what was decided about one is worth knowing at the other."""

from collections.abc import Mapping
from uuid import UUID

from studio import near, same
from studio.models import Asset

FRAMES = 4  # of a film that are looked for
MOST = 60


def of(asset: Asset) -> Mapping[UUID, int]:
    """With the same bytes: 0; what looks nearly the same: by how many of 256 bits it differs; the nearest first."""
    copies = set(same.copies_of([asset]).values_list("pk", flat=True))
    alike = near.to([asset.pdq, *asset.frames[:FRAMES]])
    apart = dict.fromkeys(sorted(copies), 0) | {
        each.key: max(1, each.apart) for each in alike if each.key not in copies and each.key != asset.pk
    }
    ids = dict(Asset.objects.filter(pk__in=apart).values_list("pk", "public_id"))
    return {ids[key]: bits for key, bits in list(apart.items())[:MOST] if key in ids}
