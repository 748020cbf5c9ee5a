"""Looking into a file nobody has looked into yet: always in a child process, bounded in time, memory and rights.

Provider answers are hostile input. A decoder that crashes, hangs or eats memory takes a child with it, never a worker.
"""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

WALL_SECONDS = 75.0  # below a task's hard limit
ANSWER_BYTES = 10_000
ROOT = Path(__file__).resolve().parent.parent.parent
START = "import sys; sys.path.insert(0, sys.argv[1]); from studio.media.child import main; main()"


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What a sound file is. `seconds` is None for a picture."""

    mime: str
    codec: str
    width: int
    height: int
    seconds: float | None = None
    sound: str = ""

    @property
    def extension(self) -> str:
        """For a stored key and a download's name."""
        return {"image/jpeg": "jpg", "image/png": "png", "image/webp": "webp", "video/mp4": "mp4"}[self.mime]


class Unsound(Exception):
    """The file is not a whole picture or film of a kind we take. The text is for logs."""


class DecoderBroke(Exception):
    """The child failed by a fault of ours, which says nothing about the file."""


def look(source: Path, kind: str, *, small: Path, large: Path) -> Look:
    """Decode a picture or film to its end and write its two previews (WebP). Raises Unsound, DecoderBroke."""
    asked = {"kind": kind, "source": str(source), "small": str(small), "large": str(large)}
    try:
        return _understood(run(START, json.dumps(asked), folder=source.parent))
    except subprocess.TimeoutExpired as error:
        raise Unsound("the decoder took too long") from error


def run(code: str, asked: str, *, folder: Path, seconds: float = WALL_SECONDS) -> subprocess.CompletedProcess[bytes]:
    """Run code in a child that inherits nothing: no environment, no input, no module path of ours.

    Raises subprocess.TimeoutExpired after `seconds`; the child is gone then.
    """
    return subprocess.run(
        [sys.executable, "-I", "-c", code, str(ROOT), asked],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        env={"PATH": os.defpath, "LC_ALL": "C.UTF-8"},
        cwd=folder,
        timeout=seconds,
        check=False,
    )


def _understood(ended: subprocess.CompletedProcess[bytes]) -> Look:
    if ended.returncode < 0:
        raise Unsound(f"the decoder was ended by signal {-ended.returncode}")
    if ended.returncode or len(ended.stdout) > ANSWER_BYTES:
        raise DecoderBroke(f"{ended.returncode}: {ended.stderr[-500:].decode(errors='replace')}")
    answer: dict[str, Any] = json.loads(ended.stdout)
    if "unsound" in answer:
        raise Unsound(answer["unsound"])
    return Look(**answer)
