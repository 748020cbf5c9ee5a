"""Pictures and films handed in with a request. Data URIs are kept on disk; the stand-in fetches nothing from elsewhere."""

import base64
import hashlib
import io
from dataclasses import dataclass
from pathlib import Path

import av
from PIL import Image

from simulator.refusals import business

DAMAGED = "Unable to process the image: unsupported or damaged image data."
DAMAGED_FILM = "Unable to process the video: unsupported or damaged video data."
CODECS = ("h264", "hevc", "av1", "libdav1d")


@dataclass(frozen=True)
class Kept:
    """An input picture: its file ("" when it lives elsewhere) and its ratio, as `width:height`."""

    path: str
    ratio: str


@dataclass(frozen=True)
class KeptFilm:
    """An input film: its file ("" when it lives elsewhere), its length and size."""

    path: str
    seconds: float
    width: int
    height: int


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
    return Kept(on_disk(data, raw), f"{width}:{height}")


def keep_film(data: Path, url: str) -> KeptFilm:
    """Keep a data URI's film, measured by its picture stream. Refuses (400) what is no film."""
    try:
        raw = base64.b64decode(url.partition(",")[2], validate=False)
        with av.open(io.BytesIO(raw), format="mp4") as container:
            stream = container.streams.video[0]
            if stream.codec_context.name not in CODECS or not stream.duration or not stream.time_base:
                raise business(DAMAGED_FILM)
            seconds = round(float(stream.duration * stream.time_base), 3)
            width, height = stream.codec_context.width, stream.codec_context.height
    except (ValueError, OSError, IndexError):
        raise business(DAMAGED_FILM) from None
    return KeptFilm(on_disk(data, raw), seconds, width, height)


def on_disk(data: Path, raw: bytes) -> str:
    """Keep some bytes under a name made of them."""
    path = data / "inputs" / hashlib.sha256(raw).hexdigest()[:32]
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(raw)
    return str(path)
