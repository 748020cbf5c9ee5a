"""The still of a link: drawn when a network first asks for it, kept an hour, and gone with the link."""

import json
import subprocess
import tempfile
from pathlib import Path

from django.conf import settings
from django.core.cache import cache

from foundation.seats import seat
from foundation.storage import media
from studio.media import sandbox, still
from studio.models import Asset
from studio.sharing.machines import by_a_machine

KEPT_SECONDS = 3600
START = "import sys; sys.path.insert(0, sys.argv[1]); from studio.media.still import main; main()"
SECONDS = 20
SEATS, WAIT_SECONDS = "still", 8


def of(asset: Asset) -> bytes:
    """A JPEG of 1200 × 630. Raises FileNotFoundError, StorageDown, sandbox.DecoderBroke, NoSeat."""
    key = f"still:{asset.public_id}:{asset.sha256}"
    kept: bytes | None = cache.get(key)
    if kept is None:
        kept = _drawn(asset)
        cache.set(key, kept, KEPT_SECONDS)
    return kept


def _drawn(asset: Asset) -> bytes:
    with tempfile.TemporaryDirectory(prefix="salon-still-") as folder:
        source, target = Path(folder) / "source", Path(folder) / "still.jpg"
        with media().open(asset.preview_key("large.webp")) as stored:
            source.write_bytes(stored.read())
        label = still.LABEL if by_a_machine(asset) else "Salon"
        asked = {"source": str(source), "target": str(target), "label": label, "film": asset.is_video}
        try:
            with seat(SEATS, most=settings.STUDIO_STILLS_AT_ONCE, wait_seconds=WAIT_SECONDS):
                ended = sandbox.run(START, json.dumps(asked), folder=Path(folder), seconds=SECONDS)
        except subprocess.TimeoutExpired as error:
            raise sandbox.DecoderBroke("the still took too long") from error
        if ended.returncode or not target.exists():
            raise sandbox.DecoderBroke(f"{ended.returncode}: {ended.stderr[-500:].decode(errors='replace')}")
        return target.read_bytes()
