"""Copies for who has a link, labelled in their pixels: drawn in the bounded child.

The still of a link is drawn when first asked for, kept an hour, and gone with the link. The large one on its page is drawn when
the link is made, or when it is asked for sooner; it is kept beside the other previews of the thing, and is gone with it.
"""

import json
import secrets
import subprocess
import tempfile
from pathlib import Path
from typing import Any

import structlog
from django.conf import settings
from django.core.cache import cache
from django.db import transaction

from foundation import outbox
from foundation.seats import NoSeat, seat
from foundation.storage import StorageDown, media
from studio import leftovers, shelf
from studio.media import sandbox
from studio.media.names import LABEL
from studio.models import Asset, Share, Shown

log = structlog.get_logger(__name__)

TASK = "studio.tasks.label_shown"
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
            words = LABEL if asset.by_a_machine else "Salon"
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


def foresee(share: Share) -> None:
    """Have the labelled copies drawn in the caller's transaction's wake: whoever looks first does not wait for them.

    A bell that is lost costs no more than that wait.
    """
    outbox.ring(TASK, share.pk, queue="media", expires=KEPT_SECONDS)


def label_all(share_id: int) -> None:
    """Draw what is missing of them. One that cannot be drawn is left to who looks."""
    for shown in Shown.objects.filter(share=share_id).select_related("asset"):
        asset = shown.asset
        try:
            labelled(asset)
        except (FileNotFoundError, StorageDown, sandbox.DecoderBroke, shelf.Changed, NoSeat) as error:
            log.info("label_not_foreseen", asset=str(asset.public_id), cause=type(error).__name__)


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
