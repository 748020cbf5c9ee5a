"""Finding the mark in a picture that may have been saved anew, made smaller, mirrored, cut, or put into a page."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from PIL import Image

from studio.media.watermarks import BITS, scales
from studio.media.watermarks.waves import TILE, TILES, Grid, Waves, evened, waves

READ_AT = 1024  # pixels along the longer side; more tell nothing more
SURE = 7.0  # `bin/bench marks` prints how far below unmarked pictures stay
TURNS = (
    Image.Transpose.FLIP_LEFT_RIGHT, Image.Transpose.ROTATE_90, Image.Transpose.ROTATE_180, Image.Transpose.ROTATE_270,
)  # fmt: skip
# The whole picture's longer side in parts of what is there: 3, it was cut to a third; 0.4, it stands in a page.
SCALES = tuple(np.exp(np.arange(np.log(0.4), np.log(3.0), 0.005)).tolist())
LOOKED_AT = 12  # of them, the likeliest


@dataclass(frozen=True, slots=True)
class Mark:
    """What was read, and by how many standard deviations the steady waves stand out where a tile begins."""

    tag: int
    sure: float


def read(image: Image.Image, seed: int) -> Mark | None:
    """The mark of this house, if it is there. A fifth of a second where it is not, for every size is tried."""
    found = seen(image, seed)
    return found if found.sure >= SURE else None


def seen(image: Image.Image, seed: int) -> Mark:
    """The likeliest, however unlikely: the picture as it is, mirrored or turned, then cut or framed."""
    plain, drawn = _plain(image), waves(seed)
    for each in (plain, *(plain.transpose(turn) for turn in TURNS)):
        whole = _likeliest(each, drawn, [1.0])
        if whole.sure >= SURE:
            return whole
    return _likeliest(plain, drawn, scales.likeliest(plain, drawn, SCALES, LOOKED_AT))


def read_whole(image: Image.Image, seed: int) -> Mark | None:
    """The same of a picture that nobody cut or turned: in a hundredth of the time."""
    found = _likeliest(_plain(image), waves(seed), [1.0])
    return found if found.sure >= SURE else None


def _plain(image: Image.Image) -> Image.Image:
    light = image.convert("L")
    if max(light.size) > READ_AT:
        light.thumbnail((READ_AT, READ_AT), Image.Resampling.LANCZOS)
    return evened(light)


def _likeliest(plain: Image.Image, drawn: Waves, tried: Iterable[float]) -> Mark:
    return max((_at(plain, drawn, max(plain.size) / TILES * scale) for scale in tried), key=lambda mark: mark.sure)


def _at(plain: Image.Image, drawn: Waves, side: float) -> Mark:
    """What tiles of this many pixels would say."""
    strengths = np.fft.fft2(_folded(plain, side))[drawn.down % TILE, drawn.across]
    sizes = np.abs(strengths)
    turned = strengths / (sizes + sizes.mean() + 1e-9) * np.conj(drawn.turn)
    places = drawn.laid(turned, only=drawn.bit == 0)
    down, across = np.unravel_index(int(places.argmax()), places.shape)
    moved = turned * np.exp(2j * np.pi * (drawn.down * down + drawn.across * across) / TILE)
    said = np.bincount(drawn.bit, moved.real, BITS + 1)[1:]
    tag = sum(1 << n for n, value in enumerate(said) if value > 0)
    return Mark(tag, float(places[down, across] / (places.std() + 1e-12)))


def _folded(plain: Image.Image, side: float) -> Grid:
    """All tiles laid upon each other: what is the same in each adds up, what is not cancels out."""
    width, height = (max(1, round(length * TILE / side)) for length in plain.size)
    sheet = np.zeros((-(-height // TILE) * TILE, -(-width // TILE) * TILE))
    sheet[:height, :width] = np.asarray(plain.resize((width, height), Image.Resampling.BICUBIC))
    folded: Grid = sheet.reshape(sheet.shape[0] // TILE, TILE, -1, TILE).sum((0, 2))
    return folded
