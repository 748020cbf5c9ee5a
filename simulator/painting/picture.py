"""One still picture."""

import random
from pathlib import Path

from PIL import Image

from simulator.painting.scenery import compose
from simulator.painting.words import caption

# The middle of a slow movement is prettier than its start.
MOMENT = 3.0


def opened(path: str) -> Image.Image:
    """A picture handed in."""
    with Image.open(path) as image:
        return image.convert("RGB")


def paint(path: Path, prompt: str, seed: int, width: int, height: int, kind: str, inputs: list[str]) -> None:
    """Draw a picture of the prompt into a file. `kind` is jpeg, png or webp."""
    given = opened(inputs[0]) if inputs and inputs[0] else None
    image = compose(prompt, seed, width, height, given).frame(MOMENT)
    image = grained(image, seed)
    words = caption(prompt, width, height)
    image.paste(words, (0, 0), words)
    image.save(path, kind.upper(), quality=90)


def grained(image: Image.Image, seed: int) -> Image.Image:
    """A little grain, which hides the steps of long gradients. The same for the same seed."""
    tile = Image.frombytes("L", (128, 128), random.Random(seed).randbytes(128 * 128))
    sheet = Image.new("L", image.size)
    for x in range(0, image.width, 128):
        for y in range(0, image.height, 128):
            sheet.paste(tile, (x, y))
    return Image.blend(image, Image.merge("RGB", (sheet, sheet, sheet)), 0.025)
