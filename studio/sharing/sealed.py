"""What the credentials in one of our own files say: read from the file itself, and remembered by its hash."""

import tempfile
from dataclasses import asdict
from pathlib import Path

from django.core.cache import cache

from studio import shelf
from studio.media import testimony
from studio.media.anchors import anchors
from studio.media.testimony import Testimony
from studio.models import Asset

KEPT_SECONDS = 86_400  # the bytes of a hash do not change; our root may


def of(asset: Asset) -> Testimony | None:
    """None: it says nothing. Raises FileNotFoundError, StorageDown, shelf.Changed where the file cannot be had."""
    key = f"sealed:{asset.sha256}"
    if said := cache.get(key):
        return Testimony(**said)
    with tempfile.TemporaryDirectory(prefix="salon-sealed-") as folder:
        path = Path(folder) / "file"
        shelf.take_down(asset.key, path, sha256=asset.sha256)
        found = testimony.read(path, asset.mime, anchors())
    if found:
        cache.set(key, asdict(found), KEPT_SECONDS)
    return found
