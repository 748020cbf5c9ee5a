"""Copies for who has a link, labelled in their very pixels: the still for where it is posted, and the large one on its page.

Runs in the bounded child only.
"""

import json
import sys
from pathlib import Path

from PIL import Image, ImageDraw, ImageFilter, ImageOps

from studio.media import label, previews
from studio.media.names import LABEL

SIZE = (1200, 630)  # what networks show whole
INK, PAPER = label.INK, label.PAPER


def main() -> None:
    """Bound this process, then draw."""
    from studio.media import child

    child.bound()
    asked = json.loads(sys.argv[2])
    source, target = Path(asked["source"]), Path(asked["target"])
    if asked["do"] == "copy":
        copy(source, target)
    else:
        draw(source, target, words=asked["label"], film=asked["film"])


def draw(source: Path, target: Path, *, words: str = LABEL, film: bool = False) -> None:
    """Write the still of a preview as JPEG: the whole of it before a dimmed copy of itself, with its label; a film's with ▶."""
    picture = _opened(source)
    still = ImageOps.fit(picture, SIZE).filter(ImageFilter.GaussianBlur(28)).point(lambda value: value // 2)
    whole = ImageOps.contain(picture, SIZE)
    still.paste(whole, ((SIZE[0] - whole.width) // 2, (SIZE[1] - whole.height) // 2))
    if film:
        _play(ImageDraw.Draw(still, "RGBA"))
    label.put(still, words)
    still.save(target, "JPEG", quality=82, optimize=True)


def copy(source: Path, target: Path) -> None:
    """Write a preview anew as WebP with the label in it, and the mark beside its pixels that says the same."""
    picture = _opened(source)
    label.put(picture)
    picture.save(target, "WEBP", quality=previews.QUALITY, method=3, xmp=previews.MARK)


def _opened(source: Path) -> Image.Image:
    with Image.open(source, formats=["WEBP", "JPEG", "PNG"]) as opened:
        return opened.convert("RGB")


def _play(pen: ImageDraw.ImageDraw) -> None:
    x, y, reach = SIZE[0] // 2, SIZE[1] // 2, 66
    pen.ellipse((x - reach, y - reach, x + reach, y + reach), fill=(*PAPER, 190))
    pen.polygon([(x - 20, y - 34), (x - 20, y + 34), (x + 38, y)], fill=INK)
