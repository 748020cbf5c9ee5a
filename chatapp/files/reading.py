"""Opening a file nobody has opened yet: in a bounded child, and whatever happens there is an answer."""

import json
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import structlog
from django.conf import settings

from studio.media import sandbox
from studio.media.unfit import Unfit

log = structlog.get_logger(__name__)

START = "import sys; sys.path.insert(0, sys.argv[1]); from chatapp.files.child import main; main()"


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """What is kept of a file: a picture drawn anew with a thumbnail, or clean text."""

    kind: str
    media_type: str
    data: bytes
    thumb: bytes = b""
    width: int | None = None
    height: int | None = None
    pages: int | None = None
    pdq: str = ""

    @property
    def text(self) -> str:
        """The words of a text; a picture has none."""
        return "" if self.kind == "picture" else self.data.decode()


def read(source: Path) -> Read:
    """Open it, in a folder of its own into which the child writes. Raises Unfit."""
    out, thumb = source.with_name("out"), source.with_name("thumb")
    asked = {
        "source": str(source),
        "out": str(out),
        "thumb": str(thumb),
        "seconds": int(settings.FILE_READ_SECONDS),
        "pixels": settings.MAX_PICTURE_PIXELS,
        "pages": settings.MAX_PDF_PAGES,
        "characters": settings.MAX_FILE_CHARACTERS,
    }
    try:
        ended = sandbox.run(START, json.dumps(asked), folder=source.parent, seconds=settings.FILE_READ_SECONDS + 2)
    except subprocess.TimeoutExpired:
        raise Unfit("too_heavy") from None
    facts = _understood(ended)
    return Read(**facts, data=out.read_bytes(), thumb=thumb.read_bytes() if thumb.exists() else b"")


def _understood(ended: subprocess.CompletedProcess[bytes]) -> dict[str, Any]:
    if ended.returncode < 0:  # the kernel ended it: too much time or memory
        raise Unfit("too_heavy")
    if ended.returncode or len(ended.stdout) > sandbox.ANSWER_BYTES:
        log.error("file_not_read", code=ended.returncode, said=ended.stderr[-500:].decode(errors="replace"))
        raise Unfit("ours")
    answer: dict[str, Any] = json.loads(ended.stdout)
    if "unfit" in answer:
        raise Unfit(answer["unfit"], **answer["more"])
    return answer
