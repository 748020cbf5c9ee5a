"""The sheet of twelve frames that a reviewer looks at: drawn when somebody first needs it, kept beside the film."""

import tempfile
import uuid
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import structlog
from django.core.cache import cache
from django.db.models import F, Func, Value

from foundation import outbox
from foundation.storage import StorageDown
from studio import leftovers, shelf
from studio.media import sandbox
from studio.media.names import SHEET, SHEET_FRAMES
from studio.models import Asset, Kind

log = structlog.get_logger(__name__)

TASK = "studio.tasks.draw_sheet"
ASKED_SECONDS = 120  # then it is asked for again: the worker that had it may have died
FAILED_SECONDS = 3600


class State(StrEnum):
    """How far it is."""

    READY = "ready"
    DRAWING = "drawing"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Sheet:
    """How far it is, and which moment of the film each of its frames shows."""

    state: State
    times: tuple[float, ...]


def of(asset: Asset) -> Sheet | None:
    """The sheet of a film, asked for where there is none yet; None for a picture."""
    if asset.kind != Kind.VIDEO:
        return None
    seconds = asset.seconds or 0.0
    return Sheet(_state(asset), tuple(round(n * seconds / SHEET_FRAMES, 2) for n in range(SHEET_FRAMES)))


def _state(asset: Asset) -> State:
    if SHEET in asset.previews:
        return State.READY
    if cache.get(_key(asset.public_id)) == State.FAILED:
        return State.FAILED
    if cache.add(_key(asset.public_id), State.DRAWING.value, timeout=ASKED_SECONDS):
        outbox.ring(TASK, asset.pk, queue="media", expires=ASKED_SECONDS)
    return State.DRAWING


def draw(asset_id: int) -> None:
    """Draw it and keep it beside the film's other previews, so that it goes when they go."""
    asset = Asset.objects.filter(pk=asset_id, kind=Kind.VIDEO).first()
    if asset is None or SHEET in asset.previews:
        return
    with tempfile.TemporaryDirectory(prefix="salon-sheet-") as folder:
        source = Path(folder) / "source"
        try:
            shelf.take_down(asset.key, source, sha256=asset.sha256)
            sandbox.sheet(source, source.parent)
            shelf.put_up(source.with_name(SHEET), asset.preview_key(SHEET), mime="image/webp")
        except (FileNotFoundError, shelf.Changed, sandbox.Unsound, sandbox.DecoderBroke, StorageDown) as error:
            log.warning("sheet_not_drawn", asset=str(asset.public_id), cause=type(error).__name__)
            cache.set(_key(asset.public_id), State.FAILED.value, timeout=FAILED_SECONDS)
            return
    there = Asset.objects.filter(pk=asset_id).exclude(previews__contains=[SHEET])
    there.update(previews=Func(F("previews"), Value(SHEET), function="array_append"))
    if not Asset.objects.filter(pk=asset_id).exists():
        leftovers.discard([asset.preview_key(SHEET)])  # it was purged meanwhile


def _key(asset: uuid.UUID) -> str:
    return f"sheet:{asset}"
