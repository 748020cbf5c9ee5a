"""Faces that nobody has, drawn: light and dark, near and far, in front of anything, slightly turned."""

import random

from PIL import Image, ImageDraw, ImageEnhance, ImageFilter

from tests.studio.test_pdq import scene


def portrait(seed: int, size: tuple[int, int] = (900, 600)) -> Image.Image:
    """A scene with one face in it: another seed, another one."""
    dice = random.Random(seed)
    picture = scene(seed, size).filter(ImageFilter.GaussianBlur(2))
    edge = dice.randrange(size[1] // 6, size[1] * 4 // 5)
    head = _head(dice, edge).rotate(dice.uniform(-8, 8), resample=Image.Resampling.BICUBIC)
    picture.paste(head, (dice.randrange(size[0] - edge), dice.randrange(size[1] - edge)), head)
    return ImageEnhance.Brightness(picture).enhance(dice.uniform(0.6, 1.3))


def close_up(seed: int, edge: int = 400) -> Image.Image:
    """A face from brow to chin that leaves no room around itself, as in many a picture of a profile."""
    dice = random.Random(seed)
    brow_to_chin = (edge // 4, edge // 4, edge * 3 // 4, edge * 19 // 20)
    return _head(dice, edge).convert("RGB").crop(brow_to_chin)


def _head(dice: random.Random, edge: int) -> Image.Image:
    """Four times as large, and then smaller: so its lines are soft."""
    unit = edge * 4 / 100
    head = Image.new("RGBA", (edge * 4, edge * 4))
    pen = ImageDraw.Draw(head)
    light = dice.uniform(0.35, 1.0)

    def oval(x: float, y: float, wide: float, high: float, grey: float) -> None:
        shade = int(grey * light)
        box = [(x - wide) * unit, (y - high) * unit, (x + wide) * unit, (y + high) * unit]
        pen.ellipse(box, fill=(shade, int(shade * 0.85), int(shade * 0.72), 255))

    hair = dice.randrange(20, 90)
    oval(50, 42, 34, 40, hair)
    oval(50, 54, 28 + dice.uniform(-2, 2), 43, 220)
    oval(50, 14, 30, 13, hair)
    for side in (-1, 1):
        eye = 50 + side * 14
        oval(eye, 40, 9, 2.5, 70)
        oval(eye, 48, 8, 5, 130)
        oval(eye, 48.5, 6, 3.5, 245)
        oval(eye + dice.uniform(-2, 2), 48.5, 3, 3.5, 30)
        oval(50 + side * 11, 62, 6, 7, 240)
    oval(50, 58, 4, 13, 238)
    oval(50, 68, 7, 3.5, 165)
    oval(50, 81, 12, dice.uniform(2.5, 4.5), 120)
    return head.filter(ImageFilter.GaussianBlur(unit * 1.1)).resize((edge, edge), Image.Resampling.LANCZOS)
