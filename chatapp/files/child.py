"""The child in which a file is opened for the first time. Knows no Django, no setting, no secret; answers in one JSON line."""

import json
import sys
from pathlib import Path
from typing import Any

from studio.media import kinds
from studio.media.child import bound
from studio.media.unfit import Unfit

MEMORY_BYTES = 3 << 29  # addresses, not pages


def main() -> None:
    """Bound this process, then look."""
    asked = json.loads(sys.argv[2])
    bound(memory_bytes=MEMORY_BYTES, cpu_seconds=asked["seconds"])
    try:
        answer = found(asked)
    except Unfit as unfit:
        answer = {"unfit": unfit.reason, "more": unfit.more}
    except MemoryError:
        answer = {"unfit": "too_heavy", "more": {}}
    sys.stdout.write(json.dumps(answer))


def found(asked: dict[str, Any]) -> dict[str, Any]:
    """What the file is; what is kept of it is written beside it. Raises Unfit."""
    source, out, thumb = (Path(asked[name]) for name in ("source", "out", "thumb"))
    with source.open("rb") as file:
        kind = kinds.kind_of(file.read(kinds.HEAD_BYTES))
    if kind == kinds.PICTURE:
        from chatapp.files import pictures

        return pictures.drawn(source, out, thumb, asked["pixels"])
    if kind == kinds.PDF:
        from chatapp.files import pdfs

        return pdfs.read(source, out, asked["pages"], asked["characters"])
    if kind == kinds.TEXT:
        from chatapp.files import texts

        return texts.read(source, out, asked["characters"])
    raise Unfit(kind)
