"""Copies for who has a link, labelled in their pixels: drawn when first asked for, in the bounded child.

The still of a link is kept an hour and is gone with the link. The large one on its page is kept beside the other previews
of the thing, and is gone with it.
"""

import json
import secrets
import subprocess
import tempfile
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.db import transaction

from foundation.seats import seat
from foundation.storage import media
from studio import leftovers, shelf
from studio.media import label, sandbox
from studio.models import Asset

KEPT_SECONDS = 3600
START = "import sys; sys.path.insert(0, sys.argv[1]); from studio.media.still import main; main()"
SECONDS = 20
SEATS, WAIT_SECONDS = "still", 8
COPY = "shown-"  # how the name of a preview begins that only who has a link is sent


def of(asset: Asset) -> bytes:
    """A JPEG of 1200 × 630. Raises FileNotFoundError, StorageDown, sandbox.DecoderBroke, NoSeat."""
    key = f"still:{asset.public_id}:{asset.sha256}"
    kept: bytes | None = cache.get(key)
    if kept is None:
        with tempfile.TemporaryDirectory(prefix="salon-still-") as folder:
            words = label.WORDS if asset.by_a_machine else "Salon"
            kept = _drawn(asset, Path(folder), do="still", label=words, film=asset.is_video).read_bytes()
        cache.set(key, kept, KEPT_SECONDS)
    return kept


def labelled(asset: Asset) -> str:
    """The name of the large preview with the label in it, drawn now where there is none yet. Raises as `of`, and shelf.Changed."""
    if there := _copy_of(asset):
        return there
    name = f"{COPY}{secrets.token_hex(4)}.webp"  # two who ask at once do not write over each other
    with tempfile.TemporaryDirectory(prefix="salon-still-") as folder:
        drawn = _drawn(asset, Path(folder), do="copy")
        shelf.put_up(drawn, asset.preview_key(name), mime="image/webp", waits=False)
    return _kept(asset, name)


def _copy_of(asset: Asset | None) -> str:
    return next((name for name in asset.previews if name.startswith(COPY)), "") if asset else ""


def _kept(asset: Asset, name: str) -> str:
    """Name it in the row, unless somebody was quicker or the row is gone."""
    with transaction.atomic():
        row = Asset.objects.select_for_update().filter(pk=asset.pk).first()
        there = _copy_of(row)
        if row and not there:
            row.previews = [*row.previews, name]
            row.save(update_fields=["previews"])
            return name
    leftovers.discard([asset.preview_key(name)])
    if row is None:
        raise FileNotFoundError(asset.key)
    return there


def _drawn(asset: Asset, folder: Path, **how: Any) -> Path:
    source, target = folder / "source", folder / "drawn"
    with media().open(asset.preview_key("large.webp")) as stored:
        source.write_bytes(stored.read())
    asked = {"source": str(source), "target": str(target), **how}
    try:
        with seat(SEATS, most=settings.STUDIO_STILLS_AT_ONCE, wait_seconds=WAIT_SECONDS):
            ended = sandbox.run(START, json.dumps(asked), folder=folder, seconds=SECONDS)
    except subprocess.TimeoutExpired as error:
        raise sandbox.DecoderBroke("the still took too long") from error
    if ended.returncode or not target.exists():
        raise sandbox.DecoderBroke(f"{ended.returncode}: {ended.stderr[-500:].decode(errors='replace')}")
    return target
