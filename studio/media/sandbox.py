"""Looking into a file nobody has looked into yet: always in a child process, bounded in time, memory and rights.

Provider answers are hostile input. A decoder that crashes, hangs or eats memory takes a child with it, never a worker.
"""

import json
import os
import subprocess
import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from django.conf import settings

from studio.media.unfit import Unfit
from studio.media.watermarks import Watermark

WALL_SECONDS = 75.0  # below a task's hard limit
# Writing a minute of film anew, on two threads. Below the time of a task that does it (`studio.tasks`).
LONG_SECONDS = 200.0
LONG_WORK = {"cpu_seconds": 380, "file_bytes": 128 << 20}
ANSWER_BYTES = 10_000
MARKED = "marked"
ROOT = Path(__file__).resolve().parent.parent.parent
START = "import sys; sys.path.insert(0, sys.argv[1]); from studio.media.child import main; main()"


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What a sound file is. `seconds` and `fps` are None for a picture; `previews` names what was written beside it.

    `marked`: a copy with the invisible mark lies beside it as MARKED, and all else is said of that copy.
    `frames`: of a film, hashes like `pdq` of frames from all its parts. `doubts` are codes of what somebody should look at
    (`studio.media.doubts`). `face`: whether one was found; None: nobody looked for one.
    """

    mime: str
    codec: str
    width: int
    height: int
    seconds: float | None = None
    fps: float | None = None
    sound: str = ""
    previews: tuple[str, ...] = ()
    pdq: str = ""
    frames: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()
    face: bool | None = None
    marked: bool = False

    @property
    def extension(self) -> str:
        """For a stored key and a download's name."""
        return {"image/jpeg": "jpg", "image/png": "png", "image/webp": "webp", "video/mp4": "mp4"}[self.mime]


@dataclass(frozen=True, slots=True)
class Brought:
    """A file written anew: what it is now, what it was, and whether it says that a machine had a hand in it."""

    look: Look
    kind: str
    was: str
    by_a_machine: bool


class Unsound(Exception):
    """The file is not a whole picture or film of a kind we take. The text is for logs."""


class DecoderBroke(Exception):
    """The child failed by a fault of ours, which says nothing about the file."""


def look(
    source: Path, kind: str, folder: Path, *, by_a_machine: bool = True, watermark: Watermark | None = None
) -> Look:
    """Decode a picture or film to its end and write its previews into the folder. Raises Unsound, DecoderBroke.

    `watermark`: what a picture is to carry from now on.
    """
    most = settings.MAX_PICTURE_PIXELS
    how = {"kind": kind, "most_pixels": most, "by_a_machine": by_a_machine}
    how |= {"watermark": asdict(watermark) if watermark else None}
    return _look(_asked(folder, do="look", source=str(source), **how))


def bring(source: Path, folder: Path, seed: int) -> Brought:
    """Write somebody's file anew to `folder/out`, and its previews beside it. Raises Unfit, Unsound, DecoderBroke.

    `seed`: of the invisible mark by which the house knows its own pictures again.
    """
    answer = _asked(
        folder,
        do="bring",
        source=str(source),
        seed=seed,
        most_pixels=settings.MAX_PICTURE_PIXELS,
        most_seconds=settings.STUDIO_CLIP_SECONDS,
        bounds=LONG_WORK,
    )
    kind, was, by_a_machine = (answer.pop(name) for name in ("kind", "was", "by_a_machine"))
    return Brought(_look(answer), kind, was, by_a_machine)


def cut(source: Path, folder: Path, begins: float, ends: float, *, by_a_machine: bool) -> Look:
    """Write the part of a film between two moments to `folder/out`, and its previews. Raises Unsound, DecoderBroke."""
    how = {"begins": begins, "ends": ends, "by_a_machine": by_a_machine, "bounds": LONG_WORK}
    return _look(_asked(folder, do="cut", source=str(source), **how))


def sheet(source: Path, folder: Path) -> None:
    """Draw a film's sheet of frames into the folder, under `names.SHEET`. Raises Unsound, DecoderBroke."""
    _asked(folder, do="sheet", source=str(source))


def _asked(folder: Path, **asked: Any) -> dict[str, Any]:
    seconds = LONG_SECONDS if "bounds" in asked else WALL_SECONDS
    try:
        return _understood(run(START, json.dumps({"folder": str(folder), **asked}), folder=folder, seconds=seconds))
    except subprocess.TimeoutExpired as error:
        raise Unfit("too_heavy") if "bounds" in asked else Unsound("the decoder took too long") from error


def _look(answer: dict[str, Any]) -> Look:
    return Look(**answer | {name: tuple(answer[name]) for name in ("previews", "frames", "doubts")})


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


def _understood(ended: subprocess.CompletedProcess[bytes]) -> dict[str, Any]:
    if ended.returncode < 0:
        raise Unsound(f"the decoder was ended by signal {-ended.returncode}")
    if ended.returncode or len(ended.stdout) > ANSWER_BYTES:
        raise DecoderBroke(f"{ended.returncode}: {ended.stderr[-500:].decode(errors='replace')}")
    answer: dict[str, Any] = json.loads(ended.stdout)
    if "unsound" in answer:
        raise Unsound(answer["unsound"])
    if "unfit" in answer:
        raise Unfit(answer["unfit"], **answer["more"])
    return answer
