"""At which sizes a mark may lie in a picture: all are tried on one spectrum, so that few have to be looked at well.

Tiles laid upon each other and turned into waves are the picture's own spectrum, read at the waves of that size. So it is reckoned
once, and each size costs a few hundred points of it instead of a picture drawn anew.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from PIL import Image

from studio.media.watermarks.waves import TILE, TILES, Grid, Waves

FINER = 2  # points of the spectrum for each it has: what lies between two is drawn as a line

Spectrum = npt.NDArray[np.complex64]


def likeliest(plain: Image.Image, drawn: Waves, scales: Sequence[float], most: int) -> list[float]:
    """So many of these sizes, the likeliest first. By the waves that never turn alone; how sure it is, only a good look tells."""
    steady = drawn.bit == 0
    down, across, turn = drawn.down[steady], drawn.across[steady], drawn.turn[steady]
    sides = np.array(scales)[:, None] * max(plain.size) / TILES
    strengths = _read(_spectrum(plain), down / sides, across / sides)
    sizes = np.abs(strengths)
    turned = strengths / (sizes + sizes.mean(1, keepdims=True) + 1e-9) * np.conj(turn)
    sheets = np.zeros((len(scales), TILE, TILE), np.complex64)
    sheets[:, down % TILE, across] = turned
    places = np.fft.ifft2(sheets).real
    sure = places.max((1, 2)) / (places.std((1, 2)) + 1e-12)
    return [scales[n] for n in np.argsort(-sure)[:most]]


def _spectrum(plain: Image.Image) -> Spectrum:
    """Of the picture with its middle where counting begins: so it changes slowly from point to point."""
    pixels = np.asarray(plain, np.float32)
    side = FINER * max(pixels.shape)
    sheet = np.zeros((side, side), np.float32)
    sheet[: pixels.shape[0], : pixels.shape[1]] = pixels
    middle = tuple(-(length // 2) for length in pixels.shape)
    return np.fft.rfft2(np.roll(sheet, middle, (0, 1))).astype(np.complex64, copy=False)


def _read(spectrum: Spectrum, down: Grid, across: Grid) -> npt.NDArray[np.complex128]:
    """What it says at these waves a pixel; nothing beyond two pixels a wave, where a picture has none."""
    side = len(spectrum)
    there = (np.abs(down) < 0.5) & (across < 0.5)
    y, x = np.where(there, down, 0) * side, np.where(there, across, 0) * side
    top, left = np.floor(y).astype(np.int64), np.floor(x).astype(np.int64)
    low, right = y - top, x - left
    upper = spectrum[top % side, left] * (1 - right) + spectrum[top % side, left + 1] * right
    lower = spectrum[(top + 1) % side, left] * (1 - right) + spectrum[(top + 1) % side, left + 1] * right
    found: npt.NDArray[np.complex128] = np.where(there, upper * (1 - low) + lower * low, 0)
    return found
