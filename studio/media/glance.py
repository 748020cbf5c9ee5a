"""A look at a stranger's file that is kept nowhere: what it is, what it looks like, what it says. In the bounded child only."""

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

from PIL import Image

CPU_SECONDS = 15
FRAMES = 900  # looked for the frame that films are known by
PICTURES = {b"\xff\xd8\xff": "image/jpeg", b"\x89PNG\r\n\x1a\n": "image/png"}
STILL_BRANDS = (b"heic", b"heix", b"mif1", b"avif")


def main() -> None:
    """Bound this process, then look."""
    from studio.media import child

    child.bound(cpu_seconds=CPU_SECONDS)
    asked = json.loads(sys.argv[2])
    sys.stdout.write(json.dumps(glance(Path(asked["source"]), asked["anchors"], asked["most_pixels"], asked["seed"])))


def glance(path: Path, anchors: str, most_pixels: int, seed: int) -> dict[str, Any]:
    """`mime`: empty for what is none of ours. `sound`: it could be decoded. `pdq`, what its credentials say, and the `tag`
    of the invisible mark; None: there is none, or it is a film, which carries none.
    """
    from studio.media import testimony

    mime = kind_of(path)
    if not mime:
        return {"mime": "", "sound": False, "pdq": "", "said": None, "tag": None}
    said = testimony.read(path, mime, anchors)
    image = _seen(path, mime, most_pixels)
    found = {"mime": mime, "sound": image is not None, "said": asdict(said) if said else None}
    return found | {"pdq": _pdq(image), "tag": _tag(image, seed) if mime != "video/mp4" else None}


def kind_of(path: Path) -> str:
    """By its first bytes, whatever its name says."""
    with path.open("rb") as file:
        head = file.read(16)
    for mark, mime in PICTURES.items():
        if head.startswith(mark):
            return mime
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "image/webp"
    return "video/mp4" if head[4:8] == b"ftyp" and head[8:12] not in STILL_BRANDS else ""


def _seen(path: Path, mime: str, most_pixels: int) -> Image.Image | None:
    from studio.media import probe

    try:
        return _poster(path) if mime == "video/mp4" else probe.picture(path, most_pixels)[1]
    except probe.NotSound:
        return None


def _pdq(image: Image.Image | None) -> str:
    from studio.media import pdq

    return pdq.of(image) if image else ""


def _tag(image: Image.Image | None, seed: int) -> int | None:
    from studio.media.watermarks import reading

    mark = reading.read(image, seed) if image else None
    return mark.tag if mark else None


def _poster(path: Path) -> Image.Image:
    """The frame that `probe` makes posters of; the film is decoded no further."""
    import av

    from studio.media import probe

    try:
        with path.open("rb") as file, av.open(file, "r", format="mp4") as container:
            stream = container.streams.video[0]
            if stream.codec_context.width * stream.codec_context.height > probe.MOST_FRAME_PIXELS:
                raise probe.NotSound("too many pixels")
            length = float(stream.duration * stream.time_base) if stream.duration and stream.time_base else 0.0
            kept: Any = None
            first: float | None = None
            for n, frame in enumerate(container.decode(stream)):
                at = float(frame.pts * frame.time_base) if frame.pts is not None and frame.time_base else 0.0
                first = at if first is None else first
                if n > FRAMES or (kept is not None and at - first > probe.POSTER_AT * length):
                    break
                kept = frame
            if kept is None:
                raise probe.NotSound("no frame at all")
            image: Image.Image = kept.to_image()
            return image
    except (av.FFmpegError, OSError, ValueError, OverflowError, IndexError) as error:
        raise probe.NotSound(f"not a film: {error}") from error
