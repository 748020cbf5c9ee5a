"""The words in the very pixels of every copy that is shown outside the house. Runs in the bounded child only."""

from PIL import Image, ImageDraw, ImageFont

from studio.media.names import LABEL

LETTERS, FEWEST, PART = 34, 11, 36  # pixels high; of the picture's width
INK, PAPER = (255, 255, 255), (20, 19, 17)


def put(picture: Image.Image, words: str = LABEL) -> None:
    """Write them into the lower left corner of an RGB picture, as large as its width allows, on a dark ground."""
    pen = ImageDraw.Draw(picture, "RGBA")
    letters = max(FEWEST, min(LETTERS, picture.width // PART))
    margin, padding = round(letters * 0.82), round(letters * 0.47)
    font = ImageFont.load_default(letters)
    left, top, right, bottom = pen.textbbox((0, 0), words, font=font)
    wide, high = int(right - left) + 2 * padding, int(bottom - top) + 2 * padding
    x, y = margin, picture.height - margin - high
    pen.rounded_rectangle((x, y, x + wide, y + high), radius=high // 2, fill=(*PAPER, 225))
    pen.text((x + padding - left, y + padding - top), words, font=font, fill=INK)
