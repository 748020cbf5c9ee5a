"""The way from the first ancestor to a thing, as it stands over the stage."""

from dataclasses import dataclass

from accounts.models import User
from studio.lineage import walking
from studio.models import Asset

SHOWN = 5  # of a longer way: its beginning, and the last ones


@dataclass(frozen=True, slots=True)
class Stop:
    """One thing on the way; None: it is gone. `skipped`: so many stand between it and the one before."""

    asset: Asset | None
    skipped: int = 0


def to(owner: User, asset: Asset) -> list[Stop]:
    """The way, ending with the thing itself; nothing for what was made from nothing. Two queries."""
    line = walking.line(owner, asset)
    if len(line) == 1:
        return []
    skipped = max(0, len(line) - SHOWN)
    keys = [line[0], *line[1 + skipped :]]
    shown = {found.pk: found for found in Asset.objects.visible_to(owner).filter(pk__in=keys)}
    return [Stop(shown.get(key), skipped if at == 1 else 0) for at, key in enumerate(keys)]
