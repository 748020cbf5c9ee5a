"""The outlines of bands: ridges, waves, trees, houses. Each repeats after its period, so it can be drawn along for ever."""

import math
import random
from collections.abc import Callable

from PIL import Image, ImageDraw

Outline = Callable[[random.Random, int, int], Image.Image]
# Masks are drawn larger and shrunk, for smooth edges.
FINE = 2


def ridge(dice: random.Random, period: int, height: int, *, rough: float = 1.0) -> list[float]:
    """A rolling line over one period: heights from 0 to 1, one each four pixels."""
    waves = [(n, dice.uniform(0.3, 1.0) * rough ** (n / 3) / n, dice.uniform(0, math.tau)) for n in range(1, 9)]
    steps = period // 4
    line = [sum(a * math.sin(math.tau * n * x / steps + p) for n, a, p in waves) for x in range(steps)]
    low, high = min(line), max(line)
    return [(value - low) / (high - low) for value in line]


def hills(dice: random.Random, period: int, height: int) -> Image.Image:
    """Rolling land."""
    return filled(ridge(dice, period, height), period, height, depth=0.75)


def mountains(dice: random.Random, period: int, height: int) -> Image.Image:
    """Sharper land."""
    return filled(ridge(dice, period, height, rough=2.2), period, height, depth=0.85)


def water(dice: random.Random, period: int, height: int) -> Image.Image:
    """Regular small waves on a long swell."""
    many = dice.choice((7, 9, 11))
    steps = period // 4
    line = [
        0.5 + 0.3 * math.sin(math.tau * many * x / steps) + 0.2 * math.sin(math.tau * 2 * x / steps + 1)
        for x in range(steps)
    ]
    return filled(line, period, height, depth=0.16)


def filled(line: list[float], period: int, height: int, *, depth: float) -> Image.Image:
    """Everything below a line, as a mask two periods wide. `depth` is the share of the height the line plays in."""
    step = period / len(line)
    span = height * depth
    points = [(x * step * FINE, (span - value * span) * FINE) for x, value in enumerate([*line, *line, line[0]])]
    mask = Image.new("L", (period * 2 * FINE, height * FINE))
    ImageDraw.Draw(mask).polygon([*points, (period * 2 * FINE, height * FINE), (0, height * FINE)], fill=255)
    return mask.reduce(FINE)


def trees(dice: random.Random, period: int, height: int) -> Image.Image:
    """A line of firs on rolling land."""
    line = ridge(dice, period, height)
    mask = Image.new("L", (period * 2 * FINE, height * FINE))
    draw = ImageDraw.Draw(mask)
    x = 0.0
    while x < period:
        ground = height * (0.62 - 0.22 * line[int(x / 4) % len(line)])
        fir(draw, x, ground, dice.uniform(0.16, 0.38) * height, period)
        x += dice.uniform(0.05, 0.11) * height
    land = filled([0.55 * value for value in line], period, height, depth=0.62).resize(mask.size)
    return Image.composite(Image.new("L", mask.size, 255), mask, land).reduce(FINE)


def fir(draw: ImageDraw.ImageDraw, x: float, ground: float, tall: float, period: int) -> None:
    """One fir, drawn once in each period (and where it crosses the seam)."""
    for shift in (-period, 0, period, 2 * period):
        middle = (x + shift) * FINE
        for tier in range(3):
            top = (ground - tall + tier * tall * 0.24) * FINE
            half = tall * (0.12 + 0.06 * tier) * FINE
            draw.polygon(
                [(middle, top), (middle - half, top + tall * 0.42 * FINE), (middle + half, top + tall * 0.42 * FINE)],
                fill=255,
            )
        draw.rectangle([middle - FINE, (ground - tall * 0.2) * FINE, middle + FINE, (ground + tall) * FINE], fill=255)


def houses(dice: random.Random, period: int, height: int) -> Image.Image:
    """A skyline; some windows are left out of the mask, so that the light behind shows."""
    mask = Image.new("L", (period * 2, height))
    draw = ImageDraw.Draw(mask)
    x = 0
    while x < period:
        wide = round(dice.uniform(0.10, 0.24) * height)
        wide = min(wide, period - x)
        top = round(height * dice.uniform(0.04, 0.6))
        lit = [(c, r) for c in range(3, wide - 4, 7) for r in range(top + 5, height, 9) if dice.random() < 0.16]
        for shift in (0, period):
            draw.rectangle([x + shift, top, x + shift + wide - 1, height], fill=255)
            for column, row in lit:
                draw.rectangle([x + shift + column, row, x + shift + column + 2, row + 3], fill=70)
        x += wide
    return mask
