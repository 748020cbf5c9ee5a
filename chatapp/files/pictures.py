"""A picture decoded and drawn anew: upright, in plain colours, no larger than an engine looks, saying nothing of its maker.

Runs in the bounded child only.
"""

from pathlib import Path
from typing import Any

from PIL import Image, ImageOps

from studio.media import pdq
from studio.media.plain import pixels_of, plain
from studio.media.unfit import Unfit

KINDS = ("JPEG", "PNG", "WEBP", "GIF")
LONG_EDGE = 2_048  # more is scaled down by the provider, and paid for
SHORT_EDGE = 8  # it refuses what is smaller
THUMB_EDGE = 480
PNG_BYTES = 1_500_000  # above this a drawing is a photograph, and a JPEG a third of its size
JPEG_QUALITY, THUMB_QUALITY = 88, 80

Facts = dict[str, Any]


def drawn(source: Path, out: Path, thumb: Path, most_pixels: int) -> Facts:
    """Write the picture and its thumbnail; only the first frame of a moving one. Raises Unfit."""
    Image.MAX_IMAGE_PIXELS = None  # Pillow's own limit is a warning first; ours is below, and final
    try:
        with Image.open(source, formats=KINDS) as image:
            # The header is believed so far as to refuse what is too large to decode.
            if image.width * image.height > most_pixels:
                raise Unfit("too_many_pixels", width=image.width, height=image.height)
            from_camera = image.format == "JPEG"
            image.draft(None, (LONG_EDGE, LONG_EDGE))  # a JPEG is decoded no larger than it is needed
            image.load()
            picture = plain(ImageOps.exif_transpose(image))
    except (OSError, SyntaxError, ValueError, EOFError) as error:
        raise Unfit("damaged", cause=str(error)[:200]) from error
    picture.thumbnail((LONG_EDGE, LONG_EDGE), Image.Resampling.LANCZOS, reducing_gap=3.0)
    if min(picture.size) < SHORT_EDGE:
        raise Unfit("too_small")
    clean = pixels_of(picture)
    media_type = _written(clean, out, from_camera=from_camera)
    clean.thumbnail((THUMB_EDGE, THUMB_EDGE), Image.Resampling.LANCZOS)
    clean.save(thumb, "WEBP", quality=THUMB_QUALITY)
    facts = {"kind": "picture", "media_type": media_type, "width": picture.width, "height": picture.height}
    return facts | {"pdq": pdq.of(picture)}


def _written(clean: Image.Image, out: Path, *, from_camera: bool) -> str:
    if not from_camera:
        clean.save(out, "PNG", compress_level=6)
        if out.stat().st_size <= PNG_BYTES:
            return "image/png"
    if clean.mode == "RGBA":
        paper = Image.new("RGB", clean.size, "white")
        paper.paste(clean, mask=clean.getchannel("A"))
        clean = paper
    clean.save(out, "JPEG", quality=JPEG_QUALITY, progressive=True)
    return "image/jpeg"
