"""Pixels as everybody shows them: in sRGB, eight bits deep. Runs in the bounded child only."""

import contextlib
import io

from PIL import Image, ImageCms


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
