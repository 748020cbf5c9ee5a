"""The child in which files are decoded. Knows no Django, no setting, no secret; says what it found in one JSON line."""

import json
import resource
import sys
from pathlib import Path
from typing import Any

MEMORY_BYTES = 3 << 30  # addresses, not pages: libraries and threads reserve far more than they use
CPU_SECONDS = 60
FILE_BYTES = 64 << 20
OPEN_FILES = 64


def main() -> None:
    """Bound this process, then look."""
    bound()
    asked = json.loads(sys.argv[2])
    from studio.media import probe

    try:
        answer = found(asked)
    except probe.NotSound as error:
        answer = {"unsound": str(error)}
    sys.stdout.write(json.dumps(answer))


def bound(*, memory_bytes: int = MEMORY_BYTES, cpu_seconds: int = CPU_SECONDS) -> None:
    """From here on this process cannot eat the machine."""
    for what, most in (
        (resource.RLIMIT_AS, memory_bytes),
        (resource.RLIMIT_CPU, cpu_seconds),
        (resource.RLIMIT_FSIZE, FILE_BYTES),
        (resource.RLIMIT_NOFILE, OPEN_FILES),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))


def found(asked: dict[str, str]) -> dict[str, Any]:
    """Probe the file and write its previews."""
    from studio.media import previews, probe

    facts, image = (
        probe.film(Path(asked["source"])) if asked["kind"] == "video" else probe.picture(Path(asked["source"]))
    )
    previews.write(image, small=Path(asked["small"]), large=Path(asked["large"]))
    return facts
