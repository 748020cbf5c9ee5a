"""Which waves a tile is made of: the same for one seed, on every machine and for ever."""

import hashlib
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageFilter

from studio.media.watermarks import BITS

TILE, TILES = 64, 8  # chips along a tile's side; tiles along a picture's longer side
SLOWEST, FASTEST = 5, 18  # waves in a tile: slower ones are seen, faster ones are lost in saving
STEADY = 0.37  # of the waves, which carry no bit

Grid = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Waves:
    """One entry a wave: how often it swings down and across a tile, where it begins, and which bit turns it."""

    down: npt.NDArray[np.int64]
    across: npt.NDArray[np.int64]
    turn: npt.NDArray[np.complex128]
    bit: npt.NDArray[np.int64]  # 0: none; else one more than the bit

    def signs(self, tag: int) -> Grid:
        """Of each wave, with these bits."""
        return np.array([1.0, *(1.0 if tag >> n & 1 else -1.0 for n in range(BITS))])[self.bit]

    def laid(self, strengths: npt.NDArray[np.complex128], *, only: npt.NDArray[np.bool_] | None = None) -> Grid:
        """What these strengths add up to, place by place in a tile. `only`: of some waves."""
        taken = slice(None) if only is None else only
        sheet = np.zeros((TILE, TILE), dtype=np.complex128)
        sheet[self.down[taken] % TILE, self.across[taken]] = strengths[taken]
        laid: Grid = np.fft.ifft2(sheet).real
        return laid


def waves(seed: int) -> Waves:
    """Drawn from a hash, not from a library's dice, which change with its versions."""
    down, across = np.mgrid[-FASTEST : FASTEST + 1, 0 : FASTEST + 1]
    far = np.hypot(down, across)
    chosen = (far >= SLOWEST) & (far <= FASTEST) & ((across > 0) | (down > 0))
    down, across = down[chosen], across[chosen]
    drawn = hashlib.shake_256(f"salon watermark {seed}".encode()).digest(16 * len(down))
    dice = np.frombuffer(drawn, dtype=">u8").reshape(-1, 2)
    steady = int(len(down) * STEADY)
    bit = np.zeros(len(down), dtype=np.int64)
    bit[np.argsort(dice[:, 1], kind="stable")[steady:]] = 1 + np.arange(len(down) - steady) % BITS
    return Waves(down, across, np.exp(2j * np.pi * (dice[:, 0] / 2.0**64)), bit)


def evened(light: Image.Image) -> Image.Image:
    """What changes quickly in a picture, everywhere about as much: an edge does not drown a sky."""
    change = np.asarray(light, np.float32) - np.asarray(light.filter(ImageFilter.GaussianBlur(3)), np.float32)
    around = Image.fromarray(np.minimum(255, np.abs(change) * 8).astype(np.uint8)).filter(ImageFilter.BoxBlur(6))
    return Image.fromarray(np.clip(change / (np.asarray(around, np.float32) / 8 + 1), -3, 3))
