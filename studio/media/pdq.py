"""PDQ: a hash that stays nearly the same when a picture is made smaller or saved anew. Runs in the bounded child only.

Written from what its authors published (`docs/decisions/0013-pdq-by-hand.md`); the names of the steps are theirs.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from operator import mul
from statistics import median_low

from PIL import Image

EDGE = 512  # large pictures are first made this small by other means
GRID, KEPT = 64, 16
LEAST = 5  # pixels: below this there is nothing to hash
LEAST_QUALITY = 50  # its authors throw away what is below
PASSES = 2  # of a box: together a tent
WINDOWS = 128  # boxes along one side
GRADIENT_STEP, GRADIENTS_PER_POINT = 255 / 100, 90

Row = Sequence[float]
Taps = tuple[int, tuple[float, ...]]  # where they begin, and how much each pixel from there on counts


@dataclass(frozen=True, slots=True)
class Pdq:
    """256 bits in hexadecimal; `quality` from 0 (one colour) to 100 (much to be seen)."""

    bits: str
    quality: int


def of(image: Image.Image) -> str:
    """The bits alone; empty where there is so little to be seen that they would fit much else."""
    found = hashed(image)
    return found.bits if found and found.quality >= LEAST_QUALITY else ""


def of_frames(frames: Iterable[Image.Image]) -> list[str]:
    """Of a film: each of its frames' once, those with little to be seen left out."""
    return list(dict.fromkeys(bits for frame in frames if (bits := of(frame))))


def hashed(image: Image.Image) -> Pdq | None:
    """None: the picture is too small."""
    if min(image.size) < LEAST:
        return None
    grid = _decimated(_luminance(image))
    return Pdq(_bits(_frequencies(grid)), _quality(grid))


def _luminance(image: Image.Image) -> list[Row]:
    small = image
    if max(image.size) > EDGE:
        scale = EDGE / max(image.size)
        small = image.resize(
            (max(LEAST, round(image.width * scale)), max(LEAST, round(image.height * scale))),
            Image.Resampling.BICUBIC,
            reducing_gap=2.0,
        )
    grey = small.convert("RGB").convert("L")  # 0.299 R + 0.587 G + 0.114 B
    flat = grey.tobytes()
    return [flat[at : at + grey.width] for at in range(0, len(flat), grey.width)]


def _decimated(rows: list[Row]) -> list[Row]:
    """Smoothed by a tent and read at 64 × 64 places; the two directions one after the other, and only where it is read."""
    places = _taps(len(rows[0]))
    return [_read_at(_mixed(rows, taps), places) for taps in _taps(len(rows))]


def _mixed(rows: list[Row], taps: Taps) -> Row:
    first, weights = taps
    mixed: Row = [0.0] * len(rows[0])
    for row, weight in zip(rows[first : first + len(weights)], weights, strict=True):
        mixed = [value + weight * pixel for value, pixel in zip(mixed, row, strict=True)]
    return mixed


def _read_at(row: Row, places: Sequence[Taps]) -> Row:
    return [_dot(row[first : first + len(weights)], weights) for first, weights in places]


@cache
def _taps(length: int) -> tuple[Taps, ...]:
    """Which pixels of a line of this length count for each of the 64 places, and how much."""
    window = -(-length // WINDOWS)
    after = (window + 2) // 2 - 1
    before = window - 1 - after
    found = []
    for n in range(GRID):
        counts = {int((n + 0.5) * length / GRID): 1.0}
        for _ in range(PASSES):
            spread: dict[int, float] = {}
            for at, weight in counts.items():
                within = range(max(0, at - before), min(length, at + after + 1))
                for each in within:
                    spread[each] = spread.get(each, 0.0) + weight / len(within)
            counts = spread
        found.append((min(counts), tuple(counts[at] for at in sorted(counts))))
    return tuple(found)


def _frequencies(grid: list[Row]) -> list[Row]:
    """The cosine transform, without its constant: how strong each of 16 × 16 slow waves is."""
    columns = list(zip(*grid, strict=True))
    down = [[_dot(wave, column) for column in columns] for wave in waves()]
    return [[_dot(row, wave) for wave in waves()] for row in down]


@cache
def waves() -> list[Row]:
    """The slow ones, each at the 64 places."""
    return [[math.cos(math.pi / (2 * GRID) * (wave + 1) * (2 * at + 1)) for at in range(GRID)] for wave in range(KEPT)]


def _dot(left: Row, right: Row) -> float:
    return math.fsum(map(mul, left, right))


def _bits(found: list[Row]) -> str:
    """Which waves are stronger than the middling one; the first is the lowest bit."""
    strengths = [strength for row in found for strength in row]
    middling = median_low(strengths)
    return f"{sum(1 << n for n, strength in enumerate(strengths) if strength > middling):064x}"


def _quality(grid: list[Row]) -> int:
    """How much changes from place to place, small changes not counted."""
    lines = [*grid, *zip(*grid, strict=True)]
    changes = sum(int(abs(one - other) / GRADIENT_STEP) for line in lines for one, other in pairwise(line))
    return min(100, changes // GRADIENTS_PER_POINT)
