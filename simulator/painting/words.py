"""The prompt, typeset: a quiet caption over a soft shade at the foot of the picture."""

import functools
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from simulator.painting.brushes import gradient

Font = ImageFont.FreeTypeFont
MOST_LINES = 3
MARK = "simulated"
# For scripts the built-in face lacks; used where the machine has one of them.
WIDE_FACES = (
    "/usr/share/fonts/truetype/noto/NotoSans-Regular.ttf",
    "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf",
)


@functools.lru_cache(maxsize=32)
def face(size: int, wide: bool) -> Font:
    """A font of a size in pixels."""
    if wide:
        for path in WIDE_FACES:
            if Path(path).exists():
                return ImageFont.truetype(path, size)
    font = ImageFont.load_default(size)
    assert isinstance(font, ImageFont.FreeTypeFont)
    return font


def needs_wide(text: str) -> bool:
    """Whether the text has letters beyond Latin."""
    return any(ord(letter) > 0x24F and not 0x2000 <= ord(letter) < 0x2070 for letter in text)


def lines(text: str, font: Font, width: int) -> list[str]:
    """The text broken to a width, at most three lines, the rest as an ellipsis."""
    broken = [""]
    for word in text.split():
        longer = f"{broken[-1]} {word}".strip()
        if broken[-1] and font.getlength(longer) > width:
            broken.append(word)
        else:
            broken[-1] = longer
    if len(broken) > MOST_LINES:
        broken = [*broken[: MOST_LINES - 1], broken[MOST_LINES - 1].rstrip(",.;:") + " …"]
    return [fitted(line, font, width) for line in broken]


def fitted(line: str, font: Font, width: int) -> str:
    """One line, cut where it would leave the picture."""
    while font.getlength(line) > width and len(line) > 2:
        line = line[:-2].rstrip() + "…"
    return line


def caption(prompt: str, width: int, height: int) -> Image.Image:
    """The caption as a transparent picture of the whole size."""
    overlay = Image.new("RGBA", (width, height))
    short = min(width, height)
    size, edge = max(11, round(short * 0.042)), round(short * 0.055)
    text = " ".join(prompt.split())
    font = face(size, needs_wide(text))
    set_lines = lines(text, font, round(width * 0.86) - edge)
    leading = round(size * 1.32)
    top = height - edge - leading * len(set_lines)
    overlay.paste(shade(width, height, top - edge * 2), (0, 0))
    draw = ImageDraw.Draw(overlay)
    for number, line in enumerate(set_lines):
        draw.text((edge, top + number * leading), line, font=font, fill=(255, 252, 244, 240))
    small = face(max(9, round(size * 0.5)), False)
    draw.text((width - edge, edge * 0.8), MARK, font=small, fill=(255, 252, 244, 150), anchor="ra")
    return overlay


def shade(width: int, height: int, top: int) -> Image.Image:
    """Darkness rising from the foot, so that the words can be read on anything."""
    top = max(0, min(top, height - 2))
    depth = gradient(((0, 0, 0), (70, 70, 70), (150, 150, 150)), width, height - top).convert("L")
    mask = Image.new("L", (width, height))
    mask.paste(depth, (0, top))
    black = Image.new("RGBA", (width, height), (8, 8, 16, 0))
    black.putalpha(mask)
    return black
