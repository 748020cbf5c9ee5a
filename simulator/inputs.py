"""Pictures handed in with a request. Data URIs are kept on disk; the stand-in fetches nothing from elsewhere."""

import base64
import hashlib
import io
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

from simulator.refusals import business

DAMAGED = "Unable to process the image: unsupported or damaged image data."


@dataclass(frozen=True)
class Kept:
    """An input picture: its file ("" when it lives elsewhere) and its ratio, as `width:height`."""

    path: str
    ratio: str


def url_of(given: object) -> str:
    """The URL of one input: a string, or an object with `url`, `image_url` or `file_id`."""
    if isinstance(given, dict):
        given = given.get("url") or given.get("image_url") or given.get("file_id")
    if not isinstance(given, str) or not given:
        raise business("Invalid request content: an input needs a url or a file_id.")
    return given


def input_urls(one: object, many: list[object]) -> list[str]:
    """The URLs of `image` and `images`."""
    return [url_of(given) for given in ([one] if one is not None else many)]


def keep_input(data: Path, url: str) -> Kept:
    """Keep a data URI's bytes. Refuses (400) what is no picture."""
    if not url.startswith("data:"):
        return Kept("", "1:1")
    try:
        raw = base64.b64decode(url.partition(",")[2], validate=False)
        with Image.open(io.BytesIO(raw)) as image:
            width, height = image.size
    except (ValueError, OSError):
        raise business(DAMAGED) from None
    path = data / "inputs" / hashlib.sha256(raw).hexdigest()[:32]
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(raw)
    return Kept(str(path), f"{width}:{height}")
