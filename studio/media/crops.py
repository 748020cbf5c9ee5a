"""Hashes of what is left of a picture when its edges are cut off: a copy that somebody cropped is looked for by these.

PDQ stands a hundredth cut off on each side, hardly more. Runs in the bounded child only.
"""

import json
import sys
from collections.abc import Iterable
from itertools import product
from pathlib import Path

from PIL import Image

from studio.media import parts
from studio.media.names import STRIP_FRAMES

# What may be cut off each side, of the whole width or height: in steps of what a hash stands, up to a tenth.
SIDES = (0, 0.025, 0.05, 0.075, 0.1)
EVENLY = [(part, part, part, part) for part in (0.015, 0.025, 0.035, 0.045, 0.055)]
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
    return parts.hashes(image, product(SIDES, SIDES, SIDES, SIDES))


def of_film(frames: Iterable[Image.Image]) -> list[str]:
    """Of its frames, cut evenly: a film is rarely cut from one side."""
    return list(dict.fromkeys(bits for frame in frames for bits in parts.hashes(frame, EVENLY)))


def _apart(strip: Image.Image) -> list[Image.Image]:
    """The frames of a strip (`studio.media.previews`)."""
    wide = strip.width // STRIP_FRAMES
    return [strip.crop((n * wide, 0, (n + 1) * wide, strip.height)) for n in range(STRIP_FRAMES)]
