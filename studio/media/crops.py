"""Hashes of what is left of a picture when its edges are cut off: a copy that somebody cropped is looked for by these.

PDQ stands a hundredth cut off on each side, hardly more. Runs in the bounded child only.
"""

import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from PIL import Image

from studio.media import pdq
from studio.media.previews import STRIP_FRAMES

Box = tuple[int, int, int, int]

# Of the whole width and height. Steps of what a hash stands: from all sides alike; from one side, or two that meet.
EVENLY = (0.03, 0.05, 0.07, 0.09, 0.11)
SIDES = (0.025, 0.05, 0.075, 0.1)
CPU_SECONDS = 60


def main() -> None:
    """Bound this process, then hash."""
    from studio.media import child, probe

    child.bound(cpu_seconds=CPU_SECONDS)
    asked = json.loads(sys.argv[2])
    image = probe.picture(Path(asked["source"]), asked["most_pixels"])[1]
    sys.stdout.write(json.dumps(of_film(_apart(image)) if asked["strip"] else hashes(image)))


def hashes(image: Image.Image) -> list[str]:
    """Of every cut, each once; those with little to be seen left out."""
    small = image.convert("RGB")
    small.thumbnail((2 * pdq.EDGE, 2 * pdq.EDGE), Image.Resampling.BICUBIC, reducing_gap=2.0)
    return pdq.of_frames(small.crop(box) for box in _boxes(*small.size))


def of_film(frames: Iterable[Image.Image]) -> list[str]:
    """Of its frames, cut evenly: a film is rarely cut from one side."""
    return pdq.of_frames(frame.crop(box) for frame in frames for box in _even(*frame.size))


def _apart(strip: Image.Image) -> list[Image.Image]:
    """The frames of a strip (`studio.media.previews`)."""
    wide = strip.width // STRIP_FRAMES
    return [strip.crop((n * wide, 0, (n + 1) * wide, strip.height)) for n in range(STRIP_FRAMES)]


def _even(width: int, height: int) -> Iterator[Box]:
    for part in EVENLY:
        x, y = round(width * part / 2), round(height * part / 2)
        yield x, y, width - x, height - y


def _boxes(width: int, height: int) -> Iterator[Box]:
    yield from _even(width, height)
    for part in SIDES:
        x, y = round(width * part), round(height * part)
        yield x, 0, width, height
        yield 0, y, width, height
        yield 0, 0, width - x, height
        yield 0, 0, width, height - y
        yield x, y, width, height
        yield 0, y, width - x, height
        yield x, 0, width, height - y
        yield 0, 0, width - x, height - y
