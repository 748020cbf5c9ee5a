"""The small picture that stands for a link where it is posted: labelled in its very pixels. Runs in the bounded child only."""

import json
import sys
from pathlib import Path

from PIL import Image, ImageDraw, ImageFilter, ImageFont, ImageOps

SIZE = (1200, 630)  # what networks show whole
LABEL = "Made with AI · Salon"
LETTERS = 34
MARGIN, PADDING = 28, 16
INK, PAPER = (255, 255, 255), (20, 19, 17)


def main() -> None:
    """Bound this process, then draw."""
    from studio.media import child

    child.bound()
    asked = json.loads(sys.argv[2])
    draw(Path(asked["source"]), Path(asked["target"]), label=asked["label"], film=asked["film"])


def draw(source: Path, target: Path, *, label: str = LABEL, film: bool = False) -> None:
    """Write the still of a preview as JPEG: the whole of it before a dimmed copy of itself, with its label; a film's with ▶."""
    with Image.open(source, formats=["WEBP", "JPEG", "PNG"]) as opened:
        picture = opened.convert("RGB")
    still = ImageOps.fit(picture, SIZE).filter(ImageFilter.GaussianBlur(28)).point(lambda value: value // 2)
    whole = ImageOps.contain(picture, SIZE)
    still.paste(whole, ((SIZE[0] - whole.width) // 2, (SIZE[1] - whole.height) // 2))
    pen = ImageDraw.Draw(still, "RGBA")
    if film:
        _play(pen)
    _label(pen, label)
    still.save(target, "JPEG", quality=82, optimize=True)


def _label(pen: ImageDraw.ImageDraw, words: str) -> None:
    font = ImageFont.load_default(LETTERS)
    left, top, right, bottom = pen.textbbox((0, 0), words, font=font)
    wide, high = int(right - left) + 2 * PADDING, int(bottom - top) + 2 * PADDING
    x, y = MARGIN, SIZE[1] - MARGIN - high
    pen.rounded_rectangle((x, y, x + wide, y + high), radius=high // 2, fill=(*PAPER, 225))
    pen.text((x + PADDING - left, y + PADDING - top), words, font=font, fill=INK)


def _play(pen: ImageDraw.ImageDraw) -> None:
    x, y, reach = SIZE[0] // 2, SIZE[1] // 2, 66
    pen.ellipse((x - reach, y - reach, x + reach, y + reach), fill=(*PAPER, 190))
    pen.polygon([(x - 20, y - 34), (x - 20, y + 34), (x + 38, y)], fill=INK)
