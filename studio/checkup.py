"""Whether the store holds what the rows say: every file by size and hash, every preview. Mends what can be mended.

A file that is gone is marked and told, and never forgotten by itself: an operator may have it in a backup.
"""

import hashlib
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import structlog
from django.db.models.functions import Collate, Now

from foundation.storage import media
from studio import hanging, leftovers, shelf
from studio.media import sandbox
from studio.models import Asset

log = structlog.get_logger(__name__)

MISSING, CHANGED, NO_PREVIEW, MENDED = "missing", "changed", "no preview", "mended"
AGAIN = "previews made anew"


@dataclass(frozen=True, slots=True)
class Finding:
    """What is wrong with one thing, or was until now. `key` is what it is about."""

    problem: str
    key: str


def check(*, mend: bool = False) -> Iterator[tuple[Asset, list[Finding]]]:
    """Look at everything, oldest first, each with what was found. Raises StorageDown: nothing is judged by an outage."""
    for asset in Asset.objects.order_by("pk").iterator(chunk_size=200):
        yield asset, _looked_at(asset, mend=mend)


def find_missing() -> int:
    """Mark things whose file is not in the store any more, by name alone; returns how many were found.

    Two lists in one order are read side by side, and neither is held. Each suspicion is asked about: what is hung
    meanwhile may be missing in the list, and a store that lists in another order makes only more of them.
    """
    found, there = 0, _Listed(media().keys("assets/"))
    rows = Asset.objects.filter(missing_at=None).order_by(Collate("key", "C"))
    for asset in rows.iterator(chunk_size=500):
        if not there.names(asset.key) and not media().exists(asset.key) and _mark(asset, missing=True):
            log.error("file_missing", asset=str(asset.public_id), key=asset.key)
            found += 1
    return found


class _Listed:
    """A sorted list of keys, read once and only as far as it is asked about."""

    def __init__(self, keys: Iterator[str]) -> None:
        self._keys = keys
        self._at: str | None = next(keys, None)

    def names(self, key: str) -> bool:
        """Whether this key is in it. Keys are asked for in their order."""
        while self._at is not None and self._at < key:
            self._at = next(self._keys, None)
        return self._at == key


def _looked_at(asset: Asset, *, mend: bool) -> list[Finding]:
    problem = _of_the_file(asset)
    if not Asset.objects.filter(pk=asset.pk).exists():
        return []  # purged while we looked
    _mark(asset, missing=bool(problem))
    found = [Finding(problem, asset.key)] if problem else []
    lost = [name for name in asset.previews if not media().exists(asset.preview_key(name))]
    if lost and mend and not problem:
        _make_previews(asset)
        return [Finding(MENDED, asset.preview_key(name)) for name in lost]
    return found + [Finding(NO_PREVIEW, asset.preview_key(name)) for name in lost]


def _of_the_file(asset: Asset) -> str:
    try:
        if media().size(asset.key) != asset.bytes:
            return CHANGED
        with media().open(asset.key) as stored:
            return "" if hashlib.file_digest(stored, "sha256").hexdigest() == asset.sha256 else CHANGED
    except FileNotFoundError:
        return MISSING


def _mark(asset: Asset, *, missing: bool) -> int:
    if missing == (asset.missing_at is not None):
        return 0
    return int(Asset.objects.filter(pk=asset.pk).update(missing_at=Now() if missing else None))


def _make_previews(asset: Asset) -> None:
    """All of them anew, as of something new; those that are there already are written over."""
    with tempfile.TemporaryDirectory(prefix="salon-mend-") as folder:
        source = Path(folder) / "source"
        shelf.take_down(asset.key, source, sha256=asset.sha256)
        look = sandbox.look(source, asset.kind, source.parent, by_a_machine=asset.by_a_machine)
        hanging.put_up_previews(asset.base, look, source.parent)
    changes = {
        "previews": list(look.previews),
        "fps": look.fps,
        "pdq": look.pdq or asset.pdq,
        "frames": list(look.frames),
    }
    there = Asset.objects.filter(pk=asset.pk).update(**changes)
    # Copies drawn later (`studio.sharing.stills`) are drawn again when they are asked for.
    nobodys = set(asset.previews) - set(look.previews) if there else {*asset.previews, *look.previews}
    leftovers.discard([asset.preview_key(name) for name in sorted(nobodys)])
