"""What every thing on the wall goes through last, wherever it came from: stored under keys made from ids, with its previews."""

import secrets
from pathlib import Path
from typing import Any
from uuid import UUID

from studio import shelf
from studio.media import links
from studio.media.sandbox import Look


def base_for(public_id: UUID, part: int) -> str:
    """Where a thing of this job or arrival lies: a key nobody else writes, also not an earlier try of the same."""
    return f"assets/{public_id.hex}/{part}-{secrets.token_hex(4)}"


def stored(base: str, signed: Path, look: Look, folder: Path) -> dict[str, Any]:
    """Put the signed file and the previews in this folder into the store; the columns of its asset that say so."""
    key = f"{base}.{look.extension}"
    sha256 = shelf.put_up(signed, key, mime=look.mime)
    put_up_previews(base, look, folder)
    return {
        "base": base,
        "key": key,
        "previews": list(look.previews),
        "sha256": sha256,
        "bytes": signed.stat().st_size,
        "mime": look.mime,
        "codec": look.codec,
        "width": look.width,
        "height": look.height,
        "seconds": look.seconds,
        "fps": look.fps,
        "pdq": look.pdq,
        "frames": list(look.frames),
    }


def put_up_previews(base: str, look: Look, folder: Path) -> None:
    """Those that were written into this folder."""
    for name in look.previews:
        shelf.put_up(folder / name, f"{base}.{name}", mime=links.PREVIEWS[name.rpartition(".")[2]])
