"""Pixels as everybody shows them: in sRGB, eight bits deep. Runs in the bounded child only."""

import contextlib
import io
from collections.abc import Iterator
from pathlib import Path

from PIL import Image, ImageCms
from PIL.ExifTags import Base

TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


class Broken(Exception):
    """The file cannot be read; the text is for logs."""


@contextlib.contextmanager
def opened(path: Path, kinds: list[str]) -> Iterator[Image.Image]:
    """A picture of these kinds, only its header read. Raises Broken: whatever it is that breaks on it, the file is it."""
    try:
        image = Image.open(path, formats=kinds)
    except Exception as error:
        raise Broken(f"not a picture: {error}") from error
    with image:
        yield image


def upright(image: Image.Image) -> Image.Image:
    """Decoded, and turned as its file says. Nothing else that stands beside the pixels is read. Raises Broken."""
    try:
        image.load()
        turn = TURNS.get(image.getexif().get(Base.Orientation, 1))
        return image if turn is None else image.transpose(turn)
    except MemoryError:
        raise
    except Exception as error:  # Pillow's readers raise what they like on bytes made to break them
        raise Broken(f"not a whole picture: {error}") from error


def plain(image: Image.Image) -> Image.Image:
    """In sRGB, with an alpha channel only where something shines through."""
    if image.mode.startswith("I") or image.mode == "F":  # 16 bits of grey
        image = image.convert("I").point(lambda value: value / 256).convert("L")
    mode = "RGBA" if image.has_transparency_data else "RGB"
    profile = image.info.get("icc_profile")
    if image.mode in {"P", "PA", "LA", "La", "RGBa", "1"}:
        image = image.convert(mode)
    if profile:
        with contextlib.suppress(ImageCms.PyCMSError, OSError, ValueError):  # a profile nobody can read is left out
            theirs, ours = ImageCms.ImageCmsProfile(io.BytesIO(profile)), ImageCms.createProfile("sRGB")
            image = ImageCms.profileToProfile(image, theirs, ours, outputMode=mode) or image
    image = image.convert(mode)
    if mode == "RGBA" and image.getchannel("A").getextrema() == (255, 255):
        image = image.convert("RGB")
    return image


def pixels_of(image: Image.Image) -> Image.Image:
    """The pixels alone: what the file said beside them is not in this one."""
    clean = Image.new(image.mode, image.size)
    clean.paste(image)
    return clean
