"""By which hashes cropped copies of a picture are looked for: made once, in a bounded child, when somebody asks for removal."""

import json
import subprocess
import tempfile
from pathlib import Path

import structlog
from django.conf import settings
from django.core.cache import cache

from foundation.storage import StorageDown, media
from studio.media import sandbox
from studio.media.names import STRIP
from studio.models import Asset

log = structlog.get_logger(__name__)

START = "import sys; sys.path.insert(0, sys.argv[1]); from studio.media.crops import main; main()"
SECONDS = 30
KEPT_SECONDS = 3 * 86_400  # a request is swept for again while it is open


def hashes(asset: Asset) -> list[str]:
    """Of its large preview, of a film of the frames in its strip; nothing where that cannot be had."""
    name = STRIP if asset.is_video else "large.webp"
    if name not in asset.previews:
        return []
    key = f"cropped:{asset.sha256}"
    kept: list[str] | None = cache.get(key)
    if kept is None:
        try:
            kept = _made(asset, name)
        except (FileNotFoundError, StorageDown, subprocess.TimeoutExpired, sandbox.DecoderBroke, ValueError) as error:
            log.warning("not_cropped", asset=str(asset.public_id), cause=type(error).__name__)
            return []
        cache.set(key, kept, KEPT_SECONDS)
    return kept


def _made(asset: Asset, name: str) -> list[str]:
    with tempfile.TemporaryDirectory(prefix="salon-crops-") as folder:
        source = Path(folder) / "source"
        with media().open(asset.preview_key(name)) as stored:
            source.write_bytes(stored.read())
        asked = {"source": str(source), "strip": asset.is_video, "most_pixels": settings.MAX_PICTURE_PIXELS}
        ended = sandbox.run(START, json.dumps(asked), folder=Path(folder), seconds=SECONDS)
    if ended.returncode:
        raise sandbox.DecoderBroke(f"{ended.returncode}: {ended.stderr[-500:].decode(errors='replace')}")
    return [str(each) for each in json.loads(ended.stdout)]
