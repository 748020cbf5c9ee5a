"""What somebody should look at before a sound file is shown around: black, silent, of one colour. Runs in the bounded child only.

Rules of thumb about a file that is whole and as ordered: they see neither taste nor mistakes in what is shown. A film is judged by
the frames of its strip, a dozen from its beginning to its end, and by all of its sound.
"""

from array import array
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import av
from PIL import Image, ImageStat

BLACK_BELOW = 14.0  # mean brightness of 255; black in the range of films is 16, which decodes to 0
PLAIN_BELOW = 2.0  # how far brightness strays, in the same steps; compression alone makes less
BLACK_PART = 0.5
HEARD_FROM = 100  # of 32,768: below it nobody hears anything
RATE = 8000
SIDE = 64


def of_picture(image: Image.Image) -> list[str]:
    """Codes; most pictures have none."""
    grey = ImageStat.Stat(image.convert("L").resize((SIDE, SIDE)))
    if grey.mean[0] < BLACK_BELOW:
        return ["black"]
    colours = ImageStat.Stat(image.convert("RGB").resize((SIDE, SIDE)))
    return ["plain"] if max(colours.stddev) < PLAIN_BELOW else []


def of_film(path: Path, strip: Sequence[Image.Image]) -> list[str]:
    """The same of a film."""
    found = []
    dark = sum("black" in of_picture(frame) for frame in strip)
    plain = sum("plain" in of_picture(frame) for frame in strip)
    if strip and dark >= BLACK_PART * len(strip):
        found.append("black")
    elif strip and plain == len(strip):
        found.append("plain")
    return [*found, *_of_sound(path)]


def _of_sound(path: Path) -> Iterator[str]:
    try:
        with path.open("rb") as file, av.open(file, format="mp4") as container:
            if not container.streams.audio or not any(_loudest(frame) >= HEARD_FROM for frame in _heard(container)):
                yield "silent"
    except (av.FFmpegError, OSError, ValueError):
        yield "unheard"  # a check that could not be done says so


def _heard(container: Any) -> Iterator[Any]:
    thin = av.AudioResampler(format="s16", layout="mono", rate=RATE)
    for frame in container.decode(audio=0):
        yield from thin.resample(frame)


def _loudest(frame: Any) -> int:
    samples = array("h", bytes(frame.planes[0])[: frame.samples * 2])
    return max(max(samples), -min(samples)) if samples else 0
