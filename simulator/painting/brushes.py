"""The few strokes everything is drawn with."""

from collections.abc import Sequence

from PIL import Image, ImageChops, ImageDraw

from simulator.painting.palette import Colour


def gradient(stops: Sequence[Colour], width: int, height: int) -> Image.Image:
    """A vertical gradient through the stops, the first on top."""
    column = Image.new("RGB", (1, len(stops)))
    for row, stop in enumerate(stops):
        column.putpixel((0, row), stop)
    # Stretch the column first: a bicubic over one narrow column is quick, copying it sideways quicker.
    tall = column.resize((1, height), Image.Resampling.BICUBIC, box=(0, 0.45, 1, len(stops) - 0.45))
    return tall.resize((width, height), Image.Resampling.NEAREST)


def glow(diameter: int, strength: float, *, core: float = 0.0) -> Image.Image:
    """A soft round mask; `core` is the share of the diameter that is fully opaque."""
    base = Image.radial_gradient("L").resize((diameter, diameter), Image.Resampling.BICUBIC)
    # The gradient's value is the distance from the middle: 255 at the corner, 181 at the edge.
    soft = base.point([int(255 * strength * (1 - min(1.0, value / 181)) ** 2) for value in range(256)])
    return ImageChops.lighter(soft, disc(diameter, core)) if core else soft


def disc(side: int, share: float) -> Image.Image:
    """A filled circle in the middle of a square mask, smooth at its edge."""
    fine = Image.new("L", (side * 2, side * 2))
    middle, radius = side, side * share
    ImageDraw.Draw(fine).ellipse([middle - radius, middle - radius, middle + radius, middle + radius], fill=255)
    return fine.reduce(2)
