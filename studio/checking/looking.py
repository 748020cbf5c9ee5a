"""A stranger's file looked at in the bounded child."""

import json
import subprocess
from dataclasses import dataclass
from pathlib import Path

import structlog
from django.conf import settings

from foundation.seats import seat
from studio import watermarks
from studio.media import sandbox
from studio.media.anchors import anchors
from studio.media.testimony import Testimony

log = structlog.get_logger(__name__)

START = "import sys; sys.path.insert(0, sys.argv[1]); from studio.media.glance import main; main()"
SECONDS = 20
SEATS, WAIT_SECONDS = "look", 8


@dataclass(frozen=True, slots=True)
class Glance:
    """`sound`: it is a picture or film that can be decoded. `said`: None where it carries no credentials; `tag`: no mark."""

    mime: str = ""
    sound: bool = False
    pdq: str = ""
    said: Testimony | None = None
    tag: int | None = None


def look(path: Path) -> Glance:
    """Never raises for what is in the file: what breaks the child, or keeps it too long, is not sound. Raises NoSeat."""
    how = {"source": str(path), "anchors": anchors(), "most_pixels": settings.MAX_PICTURE_PIXELS}
    asked = json.dumps(how | {"seed": watermarks.seed()})
    try:
        with seat(SEATS, most=settings.STUDIO_LOOKS_AT_ONCE, wait_seconds=WAIT_SECONDS):
            ended = sandbox.run(START, asked, folder=path.parent, seconds=SECONDS)
    except subprocess.TimeoutExpired:
        return Glance()
    if ended.returncode or len(ended.stdout) > sandbox.ANSWER_BYTES:
        log.info("not_looked_through", code=ended.returncode, cause=ended.stderr[-300:].decode(errors="replace"))
        return Glance()
    answer = json.loads(ended.stdout)
    said = answer["said"]
    answer["said"] = Testimony(**{**said, "tools": tuple(said["tools"])}) if said else None
    return Glance(**answer)
